// What of Vulkan is installed on this machine, by its own places; what a browser brings is looked for elsewhere.
import { join } from 'node:path';
import { filesIn, findHome, isFile, resolveLinks } from '../files/lookAt';

export const LOADER = 'libvulkan.so.1';

/** What finding Vulkan asks of the machine; tests replace it. */
export interface VulkanSystem {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  isFile(path: string): boolean;
  /** Their names; none where there is no such folder. */
  filesIn(folder: string): readonly string[];
  /** The path without symbolic links. */
  resolveLinks(path: string): string;
}

/** The loader of the system, which Dawn finds by itself. */
export function findSystemLoader(machine: VulkanSystem = thisSystem()): string | undefined {
  const triple = `${machine.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  const folders = [
    ...pathList(machine.env.LD_LIBRARY_PATH),
    ...[`/usr/lib/${triple}`, `/lib/${triple}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'],
  ];
  return folders.map((folder) => join(folder, LOADER)).find((path) => machine.isFile(path));
}

/** The descriptions of installed drivers, where the loader looks for them. */
export function installedDrivers({ env, home, filesIn }: VulkanSystem): string[] {
  const data = [env.XDG_DATA_HOME || join(home, '.local/share'), ...pathList(env.XDG_DATA_DIRS), '/usr/share'];
  const configuration = [env.XDG_CONFIG_HOME || join(home, '.config'), ...pathList(env.XDG_CONFIG_DIRS), '/etc'];
  return [...data, ...configuration, '/usr/local/share', '/usr/local/etc', '/etc/xdg']
    .map((folder) => join(folder, 'vulkan/icd.d'))
    .flatMap((folder) => filesIn(folder).map((file) => join(folder, file)))
    .filter((path) => path.endsWith('.json'));
}

/** Whether a driver is installed, or the user has named one. */
export function hasDriver(machine: VulkanSystem): boolean {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES, VK_ADD_DRIVER_FILES } = machine.env;
  return Boolean(VK_DRIVER_FILES || VK_ICD_FILENAMES || VK_ADD_DRIVER_FILES) || installedDrivers(machine).length > 0;
}

function pathList(text: string | undefined): string[] {
  return (text ?? '').split(':').filter((folder) => folder !== '');
}

export function thisSystem(): VulkanSystem {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    home: findHome() ?? '/nowhere',
    isFile,
    filesIn,
    resolveLinks,
  };
}
