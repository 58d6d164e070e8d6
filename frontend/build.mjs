// Bundles the style sheet and the custom elements into src/askwell/server/static/built/, with a gzipped twin of each.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const out = new URL("../src/askwell/server/static/built/", import.meta.url).pathname;

await build({
  entryPoints: [{ in: "app.ts", out: "app" }, { in: "styles/app.css", out: "app" }],
  outdir: out,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "linked",
  target: ["chrome123", "firefox120", "safari17.5"],
  logLevel: "info",
});

for (const name of ["app.js", "app.css"]) {
  await writeFile(`${out}${name}.gz`, gzipSync(await readFile(out + name), { level: 9 }));
}
