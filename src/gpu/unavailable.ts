import { type ErrorFacts, type GpuProblem, LOWEST_VERSIONS, WeftError, type WeftErrorCode } from '../errors';
import { type Browser, mayBeTooOld } from './browsers';

type Facts = Extract<ErrorFacts, { about: 'gpu-unavailable' }>;

const CODES: Readonly<Record<GpuProblem, WeftErrorCode>> = {
  insecure: 'no-webgpu',
  'no-webgpu': 'no-webgpu',
  'too-old': 'no-webgpu',
  'no-adapter': 'no-adapter',
  blocked: 'no-adapter',
  'adapter-refused': 'no-adapter',
  'adapter-silent': 'no-adapter',
  'device-refused': 'device-lost',
  'device-silent': 'device-lost',
};

/** The error of a GPU that is not to be had: what was asked for, what came of it, and what helps in this browser. */
export function gpuUnavailable(
  problem: GpuProblem,
  browser: Browser,
  reason = '',
  options: ErrorOptions = {},
): WeftError {
  const mayBeOld = mayBeTooOld(browser);
  const facts: Facts = { about: 'gpu-unavailable', problem, ...browser, mayBeOld, reason };
  return new WeftError(CODES[problem], sayUnavailable(facts), { ...options, facts });
}

const CHROME = `Chrome or Edge ${LOWEST_VERSIONS.chrome} or newer`;

const NEWER: Readonly<Record<Facts['place'], string>> = {
  chrome: `update Chrome to ${LOWEST_VERSIONS.chrome} or newer`,
  edge: `update Edge to ${LOWEST_VERSIONS.edge} or newer`,
  firefox: `update Firefox to ${LOWEST_VERSIONS.firefox} or newer (on macOS 145), or use ${CHROME}`,
  safari: `update to Safari ${LOWEST_VERSIONS.safari} or newer, or use ${CHROME} on a computer`,
  browser: `use ${CHROME}`,
  dawn: 'install the packages anew with npm ci',
};

/** Where the browser is new enough, and has no WebGPU all the same. */
const TURNED_OFF: Readonly<Record<Facts['place'], string>> = {
  chrome: 'see chrome://gpu for why it is off here; on Linux start Chrome with --enable-unsafe-webgpu',
  edge: 'see edge://gpu for why it is off here; on Linux start Edge with --enable-unsafe-webgpu',
  firefox: `set dom.webgpu.enabled in about:config, or use ${CHROME}`,
  safari: `turn WebGPU on among the feature flags of Safari's settings, or use ${CHROME} on a computer`,
  browser: `use ${CHROME}`,
  dawn: 'install the packages anew with npm ci',
};

const LOOK: Readonly<Record<Facts['place'], string>> = {
  chrome:
    'turn on hardware acceleration, or look at chrome://gpu for the reason; where it worked before, restart Chrome',
  edge: 'turn on hardware acceleration, or look at edge://gpu for the reason; where it worked before, restart Edge',
  firefox: `look at about:support, "Graphics", for the reason, or use ${CHROME}`,
  safari: `restart Safari, or use ${CHROME} on a computer`,
  browser: `turn on hardware acceleration, look for the reason where the browser tells of its GPU (chrome://gpu), or use ${CHROME}`,
  dawn: 'install a Vulkan driver, or set VK_ICD_FILENAMES to the JSON file of one',
};

const RESTART: Readonly<Record<Facts['place'], string>> = {
  chrome: 'restart Chrome (chrome://restart), and update the graphics driver where that does not help',
  edge: 'restart Edge (edge://restart), and update the graphics driver where that does not help',
  firefox: 'restart Firefox, and update the graphics driver where that does not help',
  safari: 'restart Safari, and the computer where that does not help',
  browser: 'restart the browser, and update the graphics driver where that does not help',
  dawn: 'start the command again, and update the graphics driver where that does not help',
};

function sayUnavailable({ problem, place, mayBeOld, reason }: Facts): string {
  const offers = place === 'dawn' ? 'Dawn' : 'This browser';
  switch (problem) {
    case 'insecure':
      return `Browsers offer WebGPU to secure pages only, and this one came from ${reason}; open it over https, or on this machine as http://127.0.0.1.`;
    case 'no-webgpu':
      return `${offers} offers no WebGPU; ${mayBeOld ? NEWER[place] : TURNED_OFF[place]}.`;
    case 'too-old':
      return `${offers} offers a WebGPU without ${reason}, which Weft needs; ${NEWER[place]}.`;
    case 'no-adapter':
      return `WebGPU found no adapter; ${LOOK[place]}.`;
    case 'blocked':
      return place === 'dawn'
        ? `WebGPU finds no adapter any more, after one was lost; ${RESTART[place]}.`
        : `The browser gives this page no adapter any more, since its graphics process ended several times; reload the page, and where that does not help, ${RESTART[place]}.`;
    case 'adapter-refused':
      return `WebGPU refused to look for an adapter (${reason}); ${RESTART[place]}.`;
    case 'adapter-silent':
      return `WebGPU did not answer within ${reason} s when it was asked for an adapter; ${RESTART[place]}.`;
    case 'device-refused':
      return `The graphics adapter gave no device (${reason}); ${RESTART[place]}.`;
    case 'device-silent':
      return `The graphics adapter did not answer within ${reason} s when it was asked for a device; ${RESTART[place]}.`;
  }
}
