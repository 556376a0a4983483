import { expect, it } from 'vitest';
import { readProjectFile } from './docs/project';
import { isAllowed, lockedPackages } from './supply';

it('has a hash of every package', () => {
  expect(lockedPackages().filter(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
});

it('ships nothing under a licence that is not allowed', () => {
  const shipped = lockedPackages().filter(({ isShipped }) => isShipped);
  expect(shipped.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@tensorflow/tfjs', '@jax-js/jax', 'webgpu', 'idb']),
  );
  expect(shipped.filter(({ license }) => !isAllowed(license))).toEqual([]);
});

it('pins what is installed to exact versions', () => {
  const { dependencies, devDependencies } = JSON.parse(readProjectFile('package.json'));
  const versions = Object.entries<string>({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it.each([
  ['MIT', true],
  ['MIT OR GPL-3.0', true],
  ['Apache-2.0 AND MIT', true],
  ['(MIT AND GPL-3.0)', false],
  ['GPL-3.0', false],
  [undefined, false],
])('judges %s', (license, expected) => {
  expect(isAllowed(license)).toBe(expected);
});
