import { readProjectFile } from './docs/project';

/** A package as the lock file has it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
  readonly integrity: string | undefined;
  /** Part of what is served or packed, and not of the tools. */
  readonly isShipped: boolean;
}

interface LockEntry {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
}

/** All of them, by name; the project itself left out. */
export function lockedPackages(lockFile = readProjectFile('package-lock.json')): LockedPackage[] {
  const { packages } = JSON.parse(lockFile) as { readonly packages: Readonly<Record<string, LockEntry>> };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, license, integrity, dev = false }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name, version, license, integrity, isShipped: !dev || SHIPPED_TOOLS.has(name) };
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

/** Peers of the bench, which the page and the packed folder bring along, and Dawn. */
const SHIPPED_TOOLS = new Set(['@jax-js/jax', '@tensorflow/tfjs-backend-wasm', 'webgpu']);

/** Licences that let a program be passed on with no more than their text. */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'ISC', 'MIT']);

/** Whether all that a licence expression (SPDX) joins by AND is allowed, or one of what it joins by OR. */
export function isAllowed(license: string | undefined): boolean {
  return (
    license?.split(' OR ').some((way) => way.split(' AND ').every((part) => ALLOWED.has(part.replace(/[()]/g, '')))) ??
    false
  );
}
