import { lstatSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSwiftShader, provideLoader, type VulkanMachine, vulkanVariables } from './vulkan';
import { findSystemLoader } from './vulkanSystem';

const DESCRIPTION = '/usr/lib/chromium/vk_swiftshader_icd.json';
const CHROMIUM = ['/usr/bin/chromium', DESCRIPTION, '/usr/lib/chromium/libvulkan.so.1'];

interface Scene {
  readonly platform?: NodeJS.Platform;
  readonly env?: Record<string, string>;
  readonly files?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
}

function createMachine({ platform = 'linux', env = {}, files = [], links = {} }: Scene): VulkanMachine {
  return {
    platform,
    arch: 'x64',
    env,
    home: '/home/someone',
    browsers: ['/usr/bin/google-chrome', '/usr/bin/chromium'],
    isFile: (path) => files.includes(path),
    filesIn: (folder) =>
      files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1)),
    resolveLinks: (path) => links[path] ?? path,
  };
}

describe('findSwiftShader', () => {
  it('looks where a link to a browser leads', () => {
    const files = ['/usr/bin/google-chrome', '/opt/google/chrome/vk_swiftshader_icd.json'];
    const links = { '/usr/bin/google-chrome': '/opt/google/chrome/google-chrome' };
    expect(findSwiftShader(createMachine({ files, links }))).toBe(files[1]);
  });

  it('looks beside bin, where a script starts the browser', () => {
    expect(findSwiftShader(createMachine({ files: CHROMIUM }))).toBe(DESCRIPTION);
  });

  it('takes no leftover of a browser that is gone', () => {
    expect(findSwiftShader(createMachine({ files: [DESCRIPTION] }))).toBeUndefined();
  });
});

describe('vulkanVariables', () => {
  it('names SwiftShader where it is asked for, or no driver is installed', () => {
    const machine = createMachine({ files: CHROMIUM });
    expect(vulkanVariables('swiftshader', machine)).toEqual({ VK_ICD_FILENAMES: DESCRIPTION });
    expect(vulkanVariables('auto', machine)).toEqual({ VK_ICD_FILENAMES: DESCRIPTION });
    expect(vulkanVariables('gpu', machine)).toEqual({});
  });

  it.each([
    '/usr/share/vulkan/icd.d/nvidia_icd.json',
    '/etc/vulkan/icd.d/nvidia_icd.json',
    '/home/someone/.local/share/vulkan/icd.d/my_icd.json',
    '/nix/share/vulkan/icd.d/my_icd.json',
  ])('leaves the choice to Vulkan where %s is installed', (driver) => {
    const machine = createMachine({ files: [...CHROMIUM, driver], env: { XDG_DATA_DIRS: '/nix/share:/usr/share' } });
    expect(vulkanVariables('auto', machine)).toEqual({});
    expect(vulkanVariables('swiftshader', machine)).toEqual({ VK_ICD_FILENAMES: DESCRIPTION });
  });

  it.each(['VK_ICD_FILENAMES', 'VK_DRIVER_FILES'])('leaves the driver that %s names', (name) => {
    const machine = createMachine({ files: CHROMIUM, env: { [name]: '/my/icd.json' } });
    expect(vulkanVariables('swiftshader', machine)).toEqual({});
    expect(vulkanVariables('auto', machine)).toEqual({});
  });

  it('says the remedy where SwiftShader is asked for and not found', () => {
    const machine = createMachine({ files: ['/usr/bin/chromium'] });
    expect(() => vulkanVariables('swiftshader', machine)).toThrow(/No browser with vk_swiftshader_icd\.json/);
    expect(vulkanVariables('auto', machine)).toEqual({});
  });

  it('finds lavapipe among the installed drivers, for this architecture, and says what to install', () => {
    const icds = ['lvp_icd.i686.json', 'nvidia_icd.json', 'lvp_icd.x86_64.json'].map(
      (file) => `/usr/share/vulkan/icd.d/${file}`,
    );
    const machine = createMachine({ files: [...CHROMIUM, ...icds] });
    expect(vulkanVariables('lavapipe', machine)).toEqual({ VK_ICD_FILENAMES: icds[2] });
    expect(vulkanVariables('auto', machine)).toEqual({});
    expect(() => vulkanVariables('lavapipe', createMachine({ files: CHROMIUM }))).toThrow(
      /package mesa-vulkan-drivers/,
    );
    const named = createMachine({ env: { VK_DRIVER_FILES: '/my/icd.json' } });
    expect(vulkanVariables('lavapipe', named)).toEqual({});
  });

  it('is for Linux only', () => {
    expect(vulkanVariables('auto', createMachine({ platform: 'darwin', files: CHROMIUM }))).toEqual({});
  });
});

describe('the loader', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weft-vulkan-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const linked = () => readlinkSync(join(folder, 'libvulkan.so.1'));

  it('is the one of the system, where it has one', () => {
    const machine = createMachine({ files: [...CHROMIUM, '/usr/lib64/libvulkan.so.1'] });
    expect(findSystemLoader(machine)).toBe('/usr/lib64/libvulkan.so.1');
    provideLoader(folder, machine);
    expect(lstatSync(join(folder, 'libvulkan.so.1'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is linked from the browser elsewhere, once, and anew when that link is broken', () => {
    const machine = createMachine({ files: CHROMIUM });
    symlinkSync(join(folder, 'gone'), join(folder, 'libvulkan.so.1'));
    provideLoader(folder, machine);
    expect(linked()).toBe('/usr/lib/chromium/libvulkan.so.1');
    writeFileSync(join(folder, 'there'), '');
    rmSync(join(folder, 'libvulkan.so.1'));
    symlinkSync(join(folder, 'there'), join(folder, 'libvulkan.so.1'));
    provideLoader(folder, machine);
    expect(linked()).toBe(join(folder, 'there'));
  });
});
