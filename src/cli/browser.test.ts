import { describe, expect, it } from 'vitest';
import { browserPaths, findBrowser, installedBrowserPaths, type Machine } from './browser';

const CHROME = '/usr/bin/google-chrome';
const CHROMIUM = '/usr/bin/chromium';
const APT = '/usr/bin/apt-get';
const PLAYWRIGHT_BROWSER = '/cache/chromium/chrome';

interface Scene {
  readonly platform?: NodeJS.Platform;
  readonly env?: Record<string, string>;
  readonly isRoot?: boolean;
  readonly files?: readonly string[];
  /** Files whose `--version` fails. */
  readonly broken?: readonly string[];
  /** What a command leaves behind, by a word of its arguments; others fail. */
  readonly installs?: Readonly<Record<string, string>>;
}

function createMachine(scene: Scene): Machine & { readonly commands: string[]; readonly said: string[] } {
  const files = new Set(scene.files);
  const commands: string[] = [];
  const said: string[] = [];
  return {
    platform: scene.platform ?? 'linux',
    env: scene.env ?? {},
    home: '/home/someone',
    isRoot: scene.isRoot ?? false,
    playwrightBrowser: PLAYWRIGHT_BROWSER,
    commands,
    said,
    isFile: (path) => files.has(path),
    say: (line) => said.push(line),
    run: async (command, args, timeoutMs) => {
      expect(timeoutMs).toBeGreaterThan(0);
      if (args[0] === '--version') {
        return files.has(command) && !(scene.broken ?? []).includes(command);
      }
      const words = [
        command === process.execPath ? 'playwright' : command,
        ...args.filter((arg) => !/cli\.js$/.test(arg)),
      ];
      commands.push(words.join(' '));
      expect(said.at(-1)).toBe(`Running: ${[command, ...args].join(' ')}`);
      const installed = Object.entries(scene.installs ?? {}).find(([word]) => words.join(' ').startsWith(word));
      if (installed !== undefined) {
        files.add(installed[1]);
      }
      return installed !== undefined;
    },
  };
}

const INSTALL_WITH_PLAYWRIGHT = 'playwright install --no-shell chromium';
const INSTALL_WITH_APT = 'apt-get install --yes --no-install-recommends chromium fonts-liberation';

describe('findBrowser', () => {
  it('takes WEFT_BROWSER before anything else', async () => {
    const machine = createMachine({ env: { WEFT_BROWSER: '/my/chrome' }, files: ['/my/chrome', CHROME] });
    expect(await findBrowser(machine)).toBe('/my/chrome');
  });

  it.each([
    ['is missing', []],
    ['does not run', ['/my/chrome']],
  ])('refuses a WEFT_BROWSER that %s by its path', async (_, files) => {
    const machine = createMachine({ env: { WEFT_BROWSER: '/my/chrome' }, files: [...files, CHROME], broken: files });
    await expect(findBrowser(machine)).rejects.toThrow('WEFT_BROWSER is "/my/chrome"');
  });

  it('prefers an installed Chrome to Chromium, and both to the one of Playwright', async () => {
    const files = [PLAYWRIGHT_BROWSER, CHROMIUM, CHROME];
    expect(await findBrowser(createMachine({ files }))).toBe(CHROME);
    expect(await findBrowser(createMachine({ files: files.slice(0, 2) }))).toBe(CHROMIUM);
    expect(await findBrowser(createMachine({ files: files.slice(0, 1) }))).toBe(PLAYWRIGHT_BROWSER);
  });

  it('passes over a browser that does not run', async () => {
    const machine = createMachine({ files: [CHROME, CHROMIUM], broken: [CHROME] });
    expect(await findBrowser(machine)).toBe(CHROMIUM);
    expect(machine.commands).toEqual([]);
  });

  it("installs Playwright's Chromium where there is no browser", async () => {
    const machine = createMachine({ isRoot: true, files: [APT], installs: { playwright: PLAYWRIGHT_BROWSER } });
    expect(await findBrowser(machine)).toBe(PLAYWRIGHT_BROWSER);
    expect(machine.commands).toEqual([INSTALL_WITH_PLAYWRIGHT]);
  });

  it('says each command, whole, before it installs with it, and says nothing where a browser is found', async () => {
    const installs = { playwright: PLAYWRIGHT_BROWSER, 'apt-get install': CHROMIUM };
    const machine = createMachine({ isRoot: true, files: [APT], broken: [PLAYWRIGHT_BROWSER], installs });
    await findBrowser(machine);
    expect(machine.said).toEqual([
      expect.stringContaining('WEFT_BROWSER'),
      expect.stringMatching(/^Running: .*cli\.js install --no-shell chromium$/),
      expect.stringContaining('package chromium'),
      'Running: apt-get update',
      `Running: ${INSTALL_WITH_APT}`,
    ]);
    const served = createMachine({ files: [CHROME] });
    await findBrowser(served);
    expect(served.said).toEqual([]);
  });

  it('goes on to apt-get when that installation fails', async () => {
    const machine = createMachine({ isRoot: true, files: [APT], installs: { 'apt-get install': CHROMIUM } });
    expect(await findBrowser(machine)).toBe(CHROMIUM);
    expect(machine.commands).toEqual([INSTALL_WITH_PLAYWRIGHT, 'apt-get update', INSTALL_WITH_APT]);
  });

  it("goes on to apt-get when Playwright's Chromium lacks libraries", async () => {
    const installs = { playwright: PLAYWRIGHT_BROWSER, 'apt-get install': CHROMIUM };
    const machine = createMachine({ isRoot: true, files: [APT], broken: [PLAYWRIGHT_BROWSER], installs });
    expect(await findBrowser(machine)).toBe(CHROMIUM);
  });

  it.each<[string, Scene]>([
    ['without root', { files: [APT] }],
    ['without apt-get', { isRoot: true }],
    ['on another system', { isRoot: true, files: [APT], platform: 'darwin' }],
  ])('says the remedy %s', async (_, scene) => {
    const machine = createMachine(scene);
    await expect(findBrowser(machine)).rejects.toThrow(/No Chrome.*install Chrome, or set WEFT_BROWSER/);
    expect(machine.commands).toEqual([INSTALL_WITH_PLAYWRIGHT]);
  });

  it('says the remedy when every installation fails', async () => {
    const machine = createMachine({ isRoot: true, files: [APT] });
    await expect(findBrowser(machine)).rejects.toThrow(/install Chrome, or set WEFT_BROWSER/);
  });
});

describe('browserPaths', () => {
  it('ends with the one of Playwright', () => {
    const paths = browserPaths(createMachine({}));
    expect(paths).toContain(CHROMIUM);
    expect(paths.at(-1)).toBe(PLAYWRIGHT_BROWSER);
  });

  it('is the chosen one alone', () => {
    expect(browserPaths(createMachine({ env: { WEFT_BROWSER: '/my/chrome' } }))).toEqual(['/my/chrome']);
  });
});

describe('installedBrowserPaths', () => {
  it('looks through PATH before the usual folders on Linux', () => {
    const paths = installedBrowserPaths({ platform: 'linux', env: { PATH: '/opt/bin:/usr/bin' }, home: '/root' });
    expect(paths.slice(0, 2)).toEqual(['/opt/bin/google-chrome-stable', '/usr/bin/google-chrome-stable']);
    expect(paths).toContain('/snap/bin/chromium');
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('knows the applications of macOS', () => {
    const paths = installedBrowserPaths({ platform: 'darwin', env: {}, home: '/Users/someone' });
    expect(paths[0]).toBe('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(paths).toContain('/Users/someone/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge');
  });

  it('knows the program folders of Windows', () => {
    const env = { PROGRAMFILES: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\someone\\AppData\\Local' };
    const paths = installedBrowserPaths({ platform: 'win32', env, home: '' });
    expect(paths).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    expect(paths.some((path) => path.includes('undefined'))).toBe(false);
  });
});
