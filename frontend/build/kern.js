// The part of the KERN design system that Rostra uses: the named components and every
// token they or our own styles ask for. The whole of it is 35 kB compressed, this is 4.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import postcss from "postcss";

const COMPONENTS = /^\.kern-(form-input|label|hint|error|sr-only)(--|__|$)/;
const UNUSED = /--width-|\[type=file\]|kern-sr-only-mobile|kern-btn--x-small|kern-icon|\[readonly|kern-btn-wrapper|--large|kern-title|__optional/;
const TOKEN_SCOPES = new Set([":root"]);
const TOKEN = /--kern-[\w-]+/g;

/** Whether a selector belongs to a component that the pages use. */
function belongs(selector) {
  const classes = selector.match(/\.[\w-]+/g) ?? [];
  return classes.length > 0 && !UNUSED.test(selector) && classes.every((name) => COMPONENTS.test(name));
}

/** Whether a rule does nothing but give tokens their values. */
function givesTokens(rule) {
  return rule.nodes.some((node) => node.prop?.startsWith("--kern-"));
}

/** Keep a rule of tokens under one selector; leave the switched themes out. */
function keepTokens(rule) {
  const contextual = rule.selector.startsWith(":is(body");
  if (!contextual && !rule.selectors.some((selector) => TOKEN_SCOPES.has(selector))) {
    rule.remove();
    return;
  }
  rule.selector = contextual ? "body" : ":root";
}

/** Drop what no page uses. */
function prune(sheet) {
  sheet.walkComments((comment) => comment.remove());
  sheet.walkRules((rule) => {
    if (givesTokens(rule)) {
      keepTokens(rule);
      return;
    }
    const selectors = rule.selectors.filter(belongs);
    if (selectors.length === 0) rule.remove();
    else rule.selectors = selectors;
  });
  sheet.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(/var\((--kern-[\w-]+),[^()]*\)/g, "var($1)");
  });
  sheet.walkAtRules((rule) => {
    if (rule.name === "charset" || (rule.nodes && rule.nodes.length === 0)) rule.remove();
  });
}

/** Drop the tokens that nothing asks for, again and again, since tokens ask for tokens. */
function shake(sheet, ours) {
  for (let removed = 1; removed > 0; ) {
    removed = 0;
    const asked = new Set(ours.match(TOKEN) ?? []);
    sheet.walkDecls((declaration) => {
      for (const [token] of declaration.value.matchAll(TOKEN)) asked.add(token);
    });
    sheet.walkDecls(/^--kern-/, (declaration) => {
      if (!asked.has(declaration.prop)) {
        declaration.remove();
        removed += 1;
      }
    });
  }
  sheet.walkRules((rule) => {
    if (rule.nodes.length === 0) rule.remove();
  });
}

/** KERN's stylesheet, cut down to what the given styles of ours need. */
export async function kernFor(ours) {
  const path = createRequire(import.meta.url).resolve("@kern-ux/native/dist/kern.css");
  const sheet = postcss.parse(await readFile(path, "utf8"));
  prune(sheet);
  shake(sheet, ours);
  return sheet.toString();
}
