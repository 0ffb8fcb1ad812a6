import DOMPurify from "dompurify";

const allowedTags: readonly string[] = [
  ...["p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "code", "span"],
  ...["em", "strong", "s", "del", "a", "table", "thead", "tbody", "tr", "th", "td"],
];

/**
 * HTML as nodes, in which nothing can run, load or restyle: a second wall behind a parser that lets no HTML through.
 * `class` is let through for the names of languages and of highlighting, which our own style sheet alone gives a meaning.
 */
export function sanitized(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: [...allowedTags],
    ALLOWED_ATTR: ["href", "title", "start", "class"],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const element of fragment.querySelectorAll("[class]")) {
    const kept = [...element.classList].filter((one) => /^(hljs|language)-/.test(one) || one.endsWith("_"));
    element.setAttribute("class", kept.join(" "));
  }
  return fragment;
}
