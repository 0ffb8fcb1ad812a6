// A reporter of node's test runner that writes nothing but the sums, for the runner that adds up all suites.
export default async function* counts(source) {
  const sums = { pass: 0, fail: 0, skipped: 0 };
  for await (const event of source) {
    if (event.type !== "test:diagnostic" || event.data.nesting !== 0) continue;
    const match = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(event.data.message);
    if (match === null) continue;
    const name = match[1] === "cancelled" ? "fail" : match[1] === "todo" ? "skipped" : match[1];
    sums[name] += Number(match[2]);
  }
  yield JSON.stringify(sums);
}
