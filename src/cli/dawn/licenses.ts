import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../project';

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** Many packages bring the notice alone. */
const WHOLE_APACHE_LICENSE = 'TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION';

const RULE = '─'.repeat(100);

/**
 * The licences of everything in a packed folder but Weft itself.
 * @param modules the files that were bundled.
 */
export function formatLicenses(modules: readonly string[], { hasLoader }: { readonly hasLoader: boolean }): string {
  const folders = [...new Set(modules.flatMap(packageFolderOf))].sort();
  const apache = folders.map(describePackage).find(({ text }) => text?.includes(WHOLE_APACHE_LICENSE));
  const sections = [
    ...folders.map((folder) => formatPackage(describePackage(folder))),
    `Dawn (lib/dist) comes in the package webgpu. Its library holds Abseil and SPIRV-Tools (Apache-2.0) and others, whose licences are in https://dawn.googlesource.com/dawn.`,
    ...(hasLoader
      ? [
          'Vulkan-Loader (lib/dist/…/libvulkan.so.1)\nCopyright The Khronos Group Inc., Valve Corporation, LunarG, Inc.\nApache-2.0',
        ]
      : []),
    `The text of Apache-2.0, for those above that bring a notice or nothing\n\n${apache?.text ?? 'https://www.apache.org/licenses/LICENSE-2.0'}`,
    `Node.js ${process.version} (bin/node), and what it contains\n\n${nodeLicense()}`,
  ];
  return `${sections.join(`\n\n${RULE}\n\n`)}\n`;
}

const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

function packageFolderOf(module: string): string[] {
  const [folder] = PACKAGE_FOLDER.exec(module.replaceAll('\\', '/').replaceAll('\0', '')) ?? [];
  return folder !== undefined && existsSync(join(folder, 'package.json')) ? [folder] : [];
}

function describePackage(folder: string): { readonly facts: PackageFacts; readonly text: string | undefined } {
  const facts = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFacts;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return { facts, text: file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim() };
}

function formatPackage({ facts, text }: ReturnType<typeof describePackage>): string {
  const { name, version, license = 'no licence declared', author } = facts;
  const holder = typeof author === 'string' ? author : author?.name;
  const notice = holder === undefined ? '' : `Copyright ${holder}\n\n`;
  return `${name} ${version}, ${license}\n\n${text ?? (license === 'MIT' ? `${notice}${permissionOfMit()}` : notice)}`.trim();
}

/** What every MIT licence says after its copyright line: Weft's own has it. */
function permissionOfMit(): string {
  const text = readFileSync(join(PROJECT_ROOT, 'LICENSE'), 'utf8');
  return text.slice(text.indexOf('Permission is hereby granted')).trim();
}

function nodeLicense(): string {
  const prefix = dirname(dirname(process.execPath));
  const path = [join(prefix, 'LICENSE'), join(prefix, 'share/doc/nodejs/LICENSE')].find((file) => existsSync(file));
  return path === undefined
    ? `https://github.com/nodejs/node/blob/${process.version}/LICENSE`
    : readFileSync(path, 'utf8').trim();
}
