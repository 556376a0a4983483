// Dawn on Linux goes through Vulkan: a loader, libvulkan.so.1, and the driver of an adapter, which a JSON file describes.
// A Chromium brings both along, with SwiftShader as its driver, and so serves machines without either.
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AdapterChoice } from '../adapterChoice';
import { browserPaths } from '../browser';
import { CommandError } from '../commandError';
import { findSystemLoader, hasDriver, installedDrivers, LOADER, thisSystem, type VulkanSystem } from './vulkanSystem';

const SWIFTSHADER = 'vk_swiftshader_icd.json';

/** A machine whose browsers may have brought Vulkan along. */
export interface VulkanMachine extends VulkanSystem {
  /** Where browsers may be. */
  readonly browsers: readonly string[];
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

/** The loader that a browser brought. */
export function findBrowserLoader(machine: VulkanMachine = thisMachine()): string | undefined {
  return findInBrowser(machine, LOADER);
}

/** The description of the SwiftShader that a browser brought. */
export function findSwiftShader(machine: VulkanMachine = thisMachine()): string | undefined {
  return findInBrowser(machine, SWIFTSHADER);
}

/** Mesa's driver for processors; for another architecture than this one it goes by that one's name. */
const LAVAPIPE = { x64: /^lvp_icd(\.x86_64)?\.json$/, arm64: /^lvp_icd(\.aarch64)?\.json$/ };

/** The description of an installed lavapipe. */
export function findLavapipe(machine: VulkanMachine = thisMachine()): string | undefined {
  const name = machine.arch === 'arm64' ? LAVAPIPE.arm64 : LAVAPIPE.x64;
  return installedDrivers(machine).find((path) => name.test(basename(path)));
}

/**
 * The variables with which Vulkan takes the wanted adapter. As in Chrome, `auto` falls back on SwiftShader, where
 * no driver is installed; among installed ones Dawn takes a GPU before lavapipe. A driver that the user chose stays.
 * @throws CommandError where SwiftShader or lavapipe is asked for and not found.
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
  if (adapter === 'lavapipe') {
    return { VK_ICD_FILENAMES: requireLavapipe(machine) };
  }
  const description = findSwiftShader(machine);
  if (description === undefined && adapter === 'swiftshader') {
    throw new CommandError(
      `No browser with ${SWIFTSHADER} was found; set VK_ICD_FILENAMES to the path of one, or choose --adapter gpu.`,
      { problem: 'no-driver' },
    );
  }
  return description === undefined ? {} : { VK_ICD_FILENAMES: description };
}

function requireLavapipe(machine: VulkanMachine): string {
  const description = findLavapipe(machine);
  if (description === undefined) {
    throw new CommandError(
      "Mesa's lavapipe (lvp_icd.json) is not installed; install Mesa's Vulkan drivers (on Debian and Ubuntu the package mesa-vulkan-drivers), or choose --adapter swiftshader.",
      { problem: 'no-driver' },
    );
  }
  return description;
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
  return { ...thisSystem(), browsers: browserPaths() };
}
