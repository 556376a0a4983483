import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TORCH_SCRIPT } from '../check/torch';
import { CommandError } from '../commandError';
import { PROJECT_ROOT } from '../project';
import { buildDawnBundle, installedLibraryFolder, LIBRARY_FOLDER } from './bundle';
import { formatLicenses } from './licenses';
import { findBrowserLoader } from './vulkan';
import { findSystemLoader } from './vulkanSystem';

const LAUNCHER = `#!/bin/sh
# Runs Weft's commands with the Node in this folder.
folder=$(dirname -- "$(readlink -f -- "$0")")
exec "$folder/bin/node" "$folder/lib/weft.js" "$@"
`;

const README = `Weft without a browser: trains populations of small neural networks on this machine's GPU.

  ./weft train --help             the options
  ./weft train                    trains every input normalization of Fashion-MNIST, and prints a table
  ./weft train --json run.json    the same, and writes everything known of the run
  ./weft check --torch            first of all on a new machine: is every kernel right here, and how fast, beside
                                  tfjs, jax-js and PyTorch? In 8 minutes, into weft-check.json and weft-check.txt
  ./weft doctor                   does training work here, and what helps where it does not?
  ./weft bench --help             the measurements alone
  ./weft runs list                every run is kept

It needs Linux with glibc 2.34 and libstdc++ 12 or newer (Debian 12, Ubuntu 22.04) and a Vulkan driver, and nothing
else. VK_ICD_FILENAMES names the driver's JSON file where Vulkan does not find it or should take another one.
What it learns of the GPU, which kernels are fastest, it keeps in ~/.cache/weft.

A dataset is a folder with four IDX files; --dataset takes its path. A folder packed without the dataset needs that.
`;

export interface PackOptions {
  readonly withDataset: boolean;
}

/**
 * Makes a folder that runs Weft's commands on another machine: Node, Dawn, the bundled commands and the dataset.
 * @returns what it lacks, as sentences.
 * @throws CommandError where this machine's Node or system is not one to take along.
 */
export async function makePackFolder(folder: string, { withDataset }: PackOptions): Promise<string[]> {
  requirePortableNode();
  rmSync(folder, { recursive: true, force: true });
  const bundle = join(folder, 'lib');
  const modules = await buildDawnBundle(bundle);
  const library = join(bundle, LIBRARY_FOLDER);
  const loader = findSystemLoader() ?? findBrowserLoader();
  if (loader !== undefined) {
    copyFileSync(loader, join(library, 'libvulkan.so.1'));
  }
  copyFileSync(join(PROJECT_ROOT, 'bench/torch', TORCH_SCRIPT), join(bundle, TORCH_SCRIPT));
  mkdirSync(join(folder, 'bin'));
  const wasStripped = [
    copyStripped(process.execPath, join(folder, 'bin/node')),
    copyStripped(join(installedLibraryFolder(), 'dawn.node'), join(library, 'dawn.node')),
  ].every(Boolean);
  if (withDataset) {
    const dataset = 'datasets/fashion-mnist';
    cpSync(join(PROJECT_ROOT, 'public', dataset), join(folder, dataset), { recursive: true });
  }
  copyFileSync(join(PROJECT_ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'LICENSES-THIRD-PARTY.txt'), formatLicenses(modules, { hasLoader: loader !== undefined }));
  writeFileSync(join(folder, 'README.txt'), README);
  writeFileSync(join(folder, 'weft'), LAUNCHER);
  chmodSync(join(folder, 'weft'), 0o755);
  return [
    ...(loader === undefined ? ['No libvulkan.so.1 was found to take along: the other machine must have one.'] : []),
    ...(wasStripped ? [] : ['There is no strip here: the programs keep their symbols, and the folder is larger.']),
  ];
}

/** @throws CommandError where Node is not one file that runs elsewhere too. */
function requirePortableNode(): void {
  if (process.platform !== 'linux') {
    throw new CommandError(`npm run pack makes a folder for Linux, on Linux; this is ${process.platform}.`);
  }
  const parts = Object.entries(process.config.variables)
    .filter(([name, value]) => /^node_shared/.test(name) && value === true)
    .map(([name]) => name);
  if (parts.length > 0) {
    throw new CommandError(
      `This Node is in several files (${parts.join(', ')}), which would be missing elsewhere; run npm run pack with the Node of nodejs.org.`,
    );
  }
}

/** Copies a program, without its symbols where `strip` is installed. */
function copyStripped(from: string, to: string): boolean {
  // What is there may be a hard link, through which the package itself would be written.
  rmSync(to, { force: true });
  const isStripped = spawnSync('strip', ['-o', to, from], { stdio: 'ignore' }).status === 0 && existsSync(to);
  if (!isStripped) {
    copyFileSync(from, to);
  }
  return isStripped;
}
