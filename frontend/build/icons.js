// One SVG file with the icons that the templates name, drawn from Tabler's outlines.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const ICONS = [
  "alert-circle", "arrow-left", "arrow-right", "calendar-event", "calendar-plus", "check",
  "chevron-left", "chevron-right", "circle-check", "circle-dot", "circle-dashed",
  "clipboard-list", "clock",
  "download", "eye", "external-link", "file-text", "files", "gavel", "info-circle", "lock",
  "login-2", "logout", "mail", "map-pin", "message-circle", "minus", "news", "printer", "rss",
  "search", "thumb-up", "user", "users", "users-group", "language", "x", "list", "layout-grid",
];

/** The sprite; every icon is a <symbol> under its name. */
export async function sprite() {
  const require = createRequire(import.meta.url);
  const symbols = await Promise.all(
    ICONS.map(async (name) => {
      const svg = await readFile(require.resolve(`@tabler/icons/outline/${name}.svg`), "utf8");
      const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
      const drawn = shapes.replace(/<path stroke="none"[^>]*\/>/, "").replace(/>\s+</g, "><").trim();
      return `<symbol id="${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
