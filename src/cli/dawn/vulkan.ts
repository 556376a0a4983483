// Dawn on Linux goes through Vulkan: a loader, libvulkan.so.1, and the driver of an adapter, which a JSON file describes.
// A Chromium brings both along, with SwiftShader as its driver, and so serves machines without either.
import { existsSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { AdapterChoice } from '../adapterChoice';
import { browserPaths } from '../browser';
import { CommandError } from '../commandError';

const LOADER = 'libvulkan.so.1';
const SWIFTSHADER = 'vk_swiftshader_icd.json';

/** What finding Vulkan asks of the machine; tests replace it. */
export interface VulkanMachine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Where browsers may be. */
  readonly browsers: readonly string[];
  isFile(path: string): boolean;
  /** Their names; none where there is no such folder. */
  filesIn(folder: string): readonly string[];
  /** The path without symbolic links. */
  resolveLinks(path: string): string;
}

/** The folders that may hold a browser's own files: its own, or beside `bin` where a script there only starts it. */
function browserFolders(machine: VulkanMachine): string[] {
  return machine.browsers
    .filter((path) => machine.isFile(path))
    .flatMap((path) => {
      const prefix = dirname(dirname(path));
      return [dirname(machine.resolveLinks(path)), ...['lib', 'lib64'].map((lib) => join(prefix, lib, basename(path)))];
    });
}

function findInBrowser(machine: VulkanMachine, file: string): string | undefined {
  return browserFolders(machine)
    .map((folder) => join(folder, file))
    .find((path) => machine.isFile(path));
}

/** The loader of the system, which Dawn finds by itself. */
export function findSystemLoader(machine: VulkanMachine = thisMachine()): string | undefined {
  const triple = `${machine.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  const folders = [
    ...pathList(machine.env.LD_LIBRARY_PATH),
    ...[`/usr/lib/${triple}`, `/lib/${triple}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'],
  ];
  return folders.map((folder) => join(folder, LOADER)).find((path) => machine.isFile(path));
}

/** The loader that a browser brought. */
export function findBrowserLoader(machine: VulkanMachine = thisMachine()): string | undefined {
  return findInBrowser(machine, LOADER);
}

/** The description of the SwiftShader that a browser brought. */
export function findSwiftShader(machine: VulkanMachine = thisMachine()): string | undefined {
  return findInBrowser(machine, SWIFTSHADER);
}

/** Whether a driver is installed, or the user has named one. */
function hasDriver(machine: VulkanMachine): boolean {
  const { env, home } = machine;
  if (env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES || env.VK_ADD_DRIVER_FILES) {
    return true;
  }
  const data = [env.XDG_DATA_HOME || join(home, '.local/share'), ...pathList(env.XDG_DATA_DIRS), '/usr/share'];
  const configuration = [env.XDG_CONFIG_HOME || join(home, '.config'), ...pathList(env.XDG_CONFIG_DIRS), '/etc'];
  return [...data, ...configuration, '/usr/local/share', '/usr/local/etc', '/etc/xdg']
    .flatMap((folder) => machine.filesIn(join(folder, 'vulkan/icd.d')))
    .some((file) => file.endsWith('.json'));
}

function pathList(text: string | undefined): string[] {
  return (text ?? '').split(':').filter((folder) => folder !== '');
}

/**
 * The variables with which Vulkan takes the wanted adapter. As in Chrome, `auto` falls back on SwiftShader, where
 * no driver is installed. A driver that the user chose stays.
 * @throws CommandError where SwiftShader is asked for and not found.
 */
export function vulkanVariables(
  adapter: AdapterChoice,
  machine: VulkanMachine = thisMachine(),
): Readonly<Record<string, string>> {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = machine.env;
  const isSettled = VK_DRIVER_FILES || VK_ICD_FILENAMES || (adapter === 'auto' && hasDriver(machine));
  if (machine.platform !== 'linux' || adapter === 'gpu' || isSettled) {
    return {};
  }
  const description = findSwiftShader(machine);
  if (description === undefined && adapter === 'swiftshader') {
    throw new CommandError(
      `No browser with ${SWIFTSHADER} was found; set VK_ICD_FILENAMES to the path of one, or choose --adapter gpu.`,
    );
  }
  return description === undefined ? {} : { VK_ICD_FILENAMES: description };
}

/**
 * Puts a browser's loader beside Dawn's library, the first place where Dawn looks, where the system has none.
 * @param libraryFolder holds Dawn's library.
 */
export function provideLoader(libraryFolder: string, machine: VulkanMachine = thisMachine()): void {
  const link = join(libraryFolder, LOADER);
  if (machine.platform !== 'linux' || existsSync(link)) {
    return;
  }
  const loader = findSystemLoader(machine) === undefined ? findBrowserLoader(machine) : undefined;
  if (loader !== undefined) {
    // A link to a browser that is gone would be in the way.
    rmSync(link, { force: true });
    symlinkSync(loader, link);
  }
}

function thisMachine(): VulkanMachine {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    home: homedir(),
    browsers: browserPaths(),
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
    filesIn: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
    resolveLinks: (path) => realpathSync(path),
  };
}
