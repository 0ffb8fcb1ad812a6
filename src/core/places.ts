/** How VS Code names the walkthrough. */
export const firstSteps = "facet-code.facet#facet.getStarted";

/** What finds all of our settings, and no others, in VS Code's page of settings. */
export const settingsQuery = "@ext:facet-code.facet";
