/** The issue that a branch is named after: `feature/ABC-12-login` gives `ABC-12`, `fix/34-crash` and `issue-34` give `#34`. */
export function issueKeyIn(branch: string): string {
  const tracker = /(?:^|[/_-])([A-Za-z][A-Za-z0-9]{1,9}-\d+)(?=$|[/_-])/.exec(branch)?.[1];
  if (
    tracker !== undefined &&
    !/^(issue|fix|bug|feature|feat|pr|gh|v|release|version|hotfix|task|es|utf|sha|node|python)-\d/i.test(tracker)
  ) {
    return tracker.toUpperCase();
  }
  const number = /(?:^|\/)(?:issues?|fix|bug|feature|feat|pr|gh|task|hotfix)?[/_-]?#?(\d{1,6})(?=$|[/_-])/i.exec(
    branch,
  )?.[1];
  return number === undefined || /\d+\.\d+/.test(branch) ? "" : `#${number}`;
}
