/** Folders of things that nobody wrote by hand, by common custom; where an editor can be asked what is ignored, it is asked instead. */
const ignored =
  /(?:^|\/)(?:node_modules|bower_components|\.git|\.hg|\.svn|dist|build|out|target|vendor|\.venv|venv|__pycache__|\.tox|\.next|\.nuxt|coverage|\.gradle|\.idea)\//;

/** Whether a file lies in a folder that is ignored in most repositories. */
export function isInIgnoredFolder(path: string): boolean {
  return ignored.test(path);
}
