import type { BundledPackage } from "./thirdPartyNotices.ts";

interface Advisory {
  readonly title: string;
  readonly url: string;
  readonly severity: string;
}

interface Report {
  readonly vulnerabilities: Readonly<
    Record<
      string,
      {
        /** Advisories of its own, and the names of packages whose holes it has by needing them. */
        readonly via: readonly (string | Advisory)[];
        readonly nodes: readonly string[];
      }
    >
  >;
}

/** What is too small to hold a release up. */
const small: readonly string[] = ["info", "low"];

/**
 * The known holes in what the bundles hold, by the report of `npm audit --json`. That command's own `--omit=dev` knows only how a package
 * is listed in the manifest, and what the bundles are made of is listed there as needed for development.
 */
export function holesIn(report: string, packages: readonly Pick<BundledPackage, "folder">[]): readonly string[] {
  const { vulnerabilities } = JSON.parse(report) as Report;
  const folders = new Set(packages.map(({ folder }) => folder));
  return Object.entries(vulnerabilities).flatMap(([name, { via, nodes }]) =>
    nodes.some((node) => folders.has(node))
      ? via.flatMap((one) =>
          typeof one === "string" || small.includes(one.severity)
            ? []
            : [`${name} (${one.severity}): ${one.title}, ${one.url}`],
        )
      : [],
  );
}
