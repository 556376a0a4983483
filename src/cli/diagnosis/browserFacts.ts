import type { Browser } from 'playwright';
import type { BrowserFacts } from '../../run/diagnostic/diagnosticFile';

/** A browser that is about to end answers no more. */
const PATIENCE_MS = 5000;

/** Of `SystemInfo.getInfo`, as far as it is used here. */
interface SystemInfo {
  readonly gpu: {
    readonly devices: readonly {
      readonly vendorString: string;
      readonly deviceString: string;
      readonly vendorId: number;
      readonly deviceId: number;
      readonly driverVendor: string;
      readonly driverVersion: string;
    }[];
    readonly featureStatus?: Readonly<Record<string, string>>;
  };
  readonly commandLine: string;
}

/** What a Chromium says of its graphics; `undefined` where it does not answer, or is gone. */
export async function readBrowserFacts(browser: Browser): Promise<BrowserFacts | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([ask(browser), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function ask(browser: Browser): Promise<BrowserFacts> {
  const session = await browser.newBrowserCDPSession();
  const { gpu, commandLine } = (await session.send('SystemInfo.getInfo')) as unknown as SystemInfo;
  return {
    version: browser.version(),
    flags: flagsOf(commandLine),
    devices: gpu.devices.map(({ vendorString, deviceString, vendorId, deviceId, driverVendor, driverVersion }) => ({
      name:
        [vendorString, deviceString].filter(Boolean).join(' ') || `${hexadecimal(vendorId)}:${hexadecimal(deviceId)}`,
      driver: [driverVendor, driverVersion].filter(Boolean).join(' '),
    })),
    features: { ...gpu.featureStatus },
  };
}

/** The options of a command line, without folders, which tell of the user and of nothing else. */
export function flagsOf(commandLine: string): string[] {
  const flags = commandLine.split(/\s(?=--)/);
  return [...new Set(flags.filter((flag) => flag.startsWith('--') && !/-dir(ectory)?=|pipe/.test(flag)))];
}

function hexadecimal(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
