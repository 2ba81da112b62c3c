// Builds the styles, fonts, icons and islands into rostra_frontend/static, under names that
// carry a hash of their content, and writes the manifest that the templates look them up in.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sprite } from "./icons.js";
import { kernFor } from "./kern.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(HERE, "..", "rostra_frontend");
const STATIC = join(PACKAGE, "static");
const BROWSERS = ["chrome111", "firefox113", "safari16.4"];

/** All files below a folder whose names end in the ending; none where there is no folder. */
async function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Write a file under a name that changes with its content. */
async function writeHashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const [stem, ending] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
  const hashed = `${stem}-${hash}${ending}`;
  await writeFile(join(STATIC, hashed), content);
  return hashed;
}

/** The plug-in that answers `@import "kern"` with the pruned design system. */
async function kernPlugin() {
  const sheets = await filesBelow(join(PACKAGE, "styles"), ".css");
  const ours = (await Promise.all(sheets.map((sheet) => readFile(sheet, "utf8")))).join("\n");
  const contents = await kernFor(ours);
  return {
    name: "kern",
    setup(bundler) {
      bundler.onResolve({ filter: /^kern$/ }, () => ({ path: "kern", namespace: "kern" }));
      bundler.onLoad({ filter: /.*/, namespace: "kern" }, () => ({ contents, loader: "css" }));
    },
  };
}

/** Bundle styles and islands; returns {name without hash: hashed name}. */
async function bundle() {
  const islands = [
    ...(await filesBelow(join(PACKAGE, "islands"), ".island.ts")),
    ...(await filesBelow(join(PACKAGE, "pages"), ".island.ts")),
  ];
  const result = await build({
    entryPoints: [join(PACKAGE, "styles", "site.css"), ...islands].map((path) => ({
      in: path,
      out: basename(path).replace(/\.(css|ts)$/, ""),
    })),
    absWorkingDir: PACKAGE,
    outdir: STATIC,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "esm",
    target: BROWSERS,
    loader: { ".woff2": "file" },
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    plugins: [await kernPlugin()],
    metafile: true,
    logLevel: "warning",
  });
  const outputs = Object.keys(result.metafile.outputs).map((path) => basename(path));
  return Object.fromEntries(outputs.map((name) => [name.replace(/-[A-Z0-9]{8}(?=\.)/, ""), name]));
}

/** Bundle the explorer of the API by itself: it is large, and no page of the city needs it. */
async function bundleExplorer() {
  const result = await build({
    entryPoints: [{ in: join(HERE, "explorer.js"), out: "explorer" }],
    absWorkingDir: join(HERE, ".."),
    outdir: STATIC,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "esm",
    target: BROWSERS,
    define: { "process.env.NODE_ENV": '"production"' },
    entryNames: "[name]-[hash]",
    legalComments: "eof",
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(result.metafile.outputs).map((path) => basename(path));
}

await rm(STATIC, { recursive: true, force: true });
await mkdir(STATIC, { recursive: true });
const manifest = await bundle();
for (const name of await bundleExplorer()) {
  manifest[name.replace(/-[A-Z0-9]{8}(?=\.)/, "")] = name;
}
manifest["icons.svg"] = await writeHashed("icons.svg", await sprite());
for (const path of await filesBelow(join(PACKAGE, "layout"), ".svg")) {
  manifest[basename(path)] = await writeHashed(basename(path), await readFile(path));
}
await writeFile(join(STATIC, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
console.log(`built ${Object.keys(manifest).length} files into ${relative(process.cwd(), STATIC)}`);
