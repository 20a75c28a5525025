import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  version: string;
  engines: { node: string };
  bin: Record<string, string>;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  engines?: { node?: string };
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };

describe('package.json', () => {
  it('states exact versions, so that everybody gets the same', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.length).toBeGreaterThan(20);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('asks for the Node that the project is built for', () => {
    expect(manifest.engines.node).toBe('>=20.19');
    expect(manifest.devDependencies['@types/node']).toMatch(/^20\./);
  });

  it('builds when it is installed and before its tests', () => {
    expect(manifest.scripts).toMatchObject({ prepare: 'node .ci/prepare.mjs', pretest: 'npm run build' });
  });
});

describe('package-lock.json', () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

  it('names packages by version and checksum, and not by the place they came from', () => {
    expect(packages.length).toBeGreaterThan(300);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(packages.filter(([, { version, integrity }]) => !version || !integrity).map(([path]) => path)).toEqual([]);
  });

  // Without them `npm ci` fails on a machine that cannot load them, and lacks them on a machine that needs them.
  it('has the packages of every system, also of those that this machine is not', () => {
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
    const systems = packages.filter(([path]) => path.includes('darwin-arm64'));
    expect(systems.length).toBeGreaterThan(2);
  });
});

describe('the packed package', () => {
  const { stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(stdout || '[]') as { files: { path: string; mode: number }[]; unpackedSize: number }[];
  const files = packed?.files.map(({ path }) => path) ?? [];

  it('holds what a run needs', () => {
    expect(files, stderr).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'CHANGELOG.md',
        'templates/email/shell.mjml',
        'schemas/subscription.schema.json',
        'subscriptions/ada.yaml',
        'dumps/2026-02-04-daily.json',
        manifest.bin.paperboy,
      ]),
    );
    expect(read(manifest.bin.paperboy!)).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('holds nothing else', () => {
    const strangers = files.filter(
      (path) => !/^(?:dist|templates|schemas|subscriptions|dumps|docs)\/|^[^/]+$/.test(path),
    );
    expect(strangers).toEqual([]);
    expect(files.filter((path) => /^(?:out|test|src)\/|\.(?:ts|map|tgz)$/.test(path))).toEqual([]);
    expect(packed!.unpackedSize).toBeLessThan(3_000_000);
  });

  it('holds no module whose source is gone', () => {
    const modules = files.filter((path) => /^dist\/.*\.js$/.test(path));
    expect(modules.length).toBeGreaterThan(100);
    const stale = modules.filter((path) => !existsSync(join(root, path.replace(/^dist/, 'src').replace(/js$/, 'ts'))));
    expect(stale, 'npm run build removes them').toEqual([]);
  });

  it('says its version', () => {
    const { stdout: version } = spawnSync(process.execPath, [join(root, manifest.bin.paperboy!), '--version'], {
      encoding: 'utf8',
    });
    expect(version).toBe(`${manifest.version}\n`);
  });
});
