// Makes the JavaScript that GitHub runs for `uses:`: the Action and the command line, with the libraries they use, in dist/action/.
// It is committed, for GitHub installs nothing; so it must be what the sources say, to the byte.
//   node .ci/bundle.mjs              makes it
//   node .ci/bundle.mjs --check      makes it elsewhere, and fails when the committed one differs
//   node .ci/bundle.mjs --out DIR    makes it in DIR, two levels below a copy of package.json, templates/ and schemas/
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, 'dist', 'action');

/** The packages in a bundle: what esbuild says of the files that it read. */
function packagesOf({ inputs }) {
  const folders = Object.keys(inputs).flatMap((path) => {
    const at = path.lastIndexOf('node_modules/');
    if (at < 0) return [];
    const [scope, name] = path.slice(at + 'node_modules/'.length).split('/');
    return [path.slice(0, at) + join('node_modules', scope.startsWith('@') ? join(scope, name) : scope)];
  });
  return [...new Set(folders)].map((path) => {
    const folder = resolve(root, path);
    const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder)
      .filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
      .sort();
    const kind = license?.type ?? license ?? licenses?.[0]?.type ?? 'not stated';
    return { name, version, kind, texts: files.map((file) => readFileSync(join(folder, file), 'utf8').trim()) };
  });
}

/** What the licences of the packages ask for: that their texts go with the copies. */
function licences(metafile) {
  const sections = packagesOf(metafile)
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
    .map(({ name, version, kind, texts }) => [`${name} ${version} (${kind})`, ...texts].join('\n\n'));
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `The Action contains these packages.${line}${[...new Set(sections)].join(line)}\n`.replace(/\r\n?/g, '\n');
}

async function bundle(folder) {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: 'src/action/main.ts', cli: 'src/cli/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // The names of pieces come from the paths: they must be the same where node_modules is a link.
    preserveSymlinks: true,
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Libraries of the older kind ask for Node's own modules by `require`, which a module of the newer kind does not have.
    banner: {
      js: "import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);",
    },
  });
  // Without it Node takes the files for those of the older kind, wherever somebody copies them.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  writeFileSync(join(folder, 'LICENSES.txt'), licences(metafile));
}

const contents = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)]),
  );

/** Names of files that are in one folder only, or differ. */
function differences(one, other) {
  const [a, b] = [contents(one), contents(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => !a.get(name)?.equals(b.get(name) ?? Buffer.of()));
}

const [option, value] = process.argv.slice(2);
if (option === '--check') {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bundle-'));
  try {
    await bundle(folder);
    const stale = differences(value === undefined ? committed : resolve(value), folder);
    if (stale.length > 0) {
      console.error(`The bundle of the Action is not that of the sources: ${stale.slice(0, 10).join(', ')}`);
      console.error('  hint: npm run bundle, then commit dist/action');
      process.exitCode = 1;
    } else console.log(`The bundle is that of the sources: ${contents(folder).size} files.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else if (option === undefined || (option === '--out' && value !== undefined)) {
  await bundle(option === undefined ? committed : resolve(value));
} else {
  console.error('usage: node .ci/bundle.mjs [--check [DIR] | --out DIR]');
  process.exitCode = 2;
}
