import { copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Rolldown } from 'vite';
import { messageOf } from '../../errors';
import type { AdapterChoice } from '../adapterChoice';
import { provideBuild } from '../builds/builds';
import { CommandError } from '../commandError';
import { PROJECT_ROOT } from '../project';
import { FALLBACK_DRIVER } from './fallbackDriver';
import { findSwiftShader, provideLoader, vulkanVariables } from './vulkan';

/** The programs in the bundle, by file name. */
const ENTRIES = {
  /** What `--runtime dawn` imports. */
  dawn: resolve(PROJECT_ROOT, 'src/cli/dawn/main.ts'),
  /** What the packed folder runs. */
  weft: resolve(PROJECT_ROOT, 'src/cli/dawn/weft.ts'),
};

/** Where Dawn's library lies in a bundle. */
export const LIBRARY_FOLDER = join(
  'dist',
  `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`,
);

/**
 * Bundles what runs on Dawn into a folder, with everything but Node itself.
 * @returns the modules that went into it.
 * @throws CommandError where Dawn is not installed, or when the build fails.
 */
export async function buildDawnBundle(folder: string): Promise<string[]> {
  const library = installedLibraryFolder();
  let output: Rolldown.RolldownOutput;
  try {
    output = (await build({
      root: PROJECT_ROOT,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: true,
        // The oldest Node that the commands run on.
        target: 'node20',
        outDir: folder,
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: { input: ENTRIES, output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' } },
      },
    })) as Rolldown.RolldownOutput;
  } catch (error) {
    throw new CommandError(`The trainer for Dawn could not be built: ${messageOf(error)}`, { problem: 'not-built' });
  }
  copyLibrary(library, join(folder, LIBRARY_FOLDER));
  return output.output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

/** Where the package `webgpu` has Dawn for this system. */
export function installedLibraryFolder(): string {
  try {
    const folder = join(dirname(fileURLToPath(import.meta.resolve('webgpu'))), LIBRARY_FOLDER);
    readdirSync(folder);
    return folder;
  } catch {
    throw new CommandError(
      `The package webgpu, with Dawn for ${process.platform} on ${process.arch}, is not installed; run "npm ci", or use --runtime browser.`,
      { problem: 'no-dawn' },
    );
  }
}

/** As hard links where the disk allows it: the library is large. */
function copyLibrary(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) {
    try {
      linkSync(join(from, file), join(to, file));
    } catch {
      copyFileSync(join(from, file), join(to, file));
    }
  }
}

/**
 * The bundle's program for this process, built where that is due, with Vulkan set up for the adapter.
 * @throws CommandError as `buildDawnBundle` does, or where SwiftShader is wanted and not found.
 */
export async function loadDawn(adapter: AdapterChoice): Promise<typeof import('./main')> {
  const fallback = findSwiftShader();
  Object.assign(process.env, vulkanVariables(adapter), fallback === undefined ? {} : { [FALLBACK_DRIVER]: fallback });
  // It finds Dawn's library under `dist/` there, as the package `webgpu` does.
  const folder = await provideBuild('dawn', async (made) => {
    console.log('Building the trainer for Dawn …');
    await buildDawnBundle(made);
  });
  provideLoader(join(folder, LIBRARY_FOLDER));
  return import(pathToFileURL(join(folder, 'dawn.js')).href);
}
