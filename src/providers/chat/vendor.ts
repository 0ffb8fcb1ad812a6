/** The vendor under which VS Code knows our models; unique among all extensions. */
export const vendor = "facet";
