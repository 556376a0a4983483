import { LOWEST_VERSIONS } from '../../errors';
import { numbers, plural } from './base';

const mebibytes = (bytes: number) => `${numbers.count(Math.floor(bytes / 2 ** 20))} MiB`;

const STATES = {
  ok: 'ok',
  missing: 'not there',
  unreadable: 'cannot be read',
  unwritable: 'cannot be written to',
  full: 'the disk is full',
  nowhere: 'there is no home to have it in',
} as const;

type State = keyof typeof STATES;

const fault = (state: State, reason: string | null) => `${STATES[state]}${reason === null ? '' : ` (${reason})`}`;

/** Of the command `doctor`. */
export const doctor = {
  title: (commit: string, tfjs: string, node: string | null, system: string) =>
    `Weft ${commit}, TensorFlow.js ${tfjs}, Node ${node ?? '–'}, ${system}`,
  machine: (cores: number, memoryBytes: number, freeBytes: number) =>
    `${plural(cores, 'core')}, ${mebibytes(memoryBytes)} of memory, ${mebibytes(freeBytes)} free`,
  sharedMemory: (bytes: number) => `/dev/shm: ${mebibytes(bytes)} free`,
  vulkan: (loader: string | null, drivers: readonly string[]) =>
    `Vulkan: loader ${loader ?? 'none'}; drivers ${drivers.length === 0 ? 'none' : drivers.join(', ')}`,
  environment: (variables: readonly string[]) => `Environment: ${variables.join(', ')}`,
  placeNames: {
    runs: 'Runs',
    tuning: 'Tuning',
    builds: 'Builds',
    temporary: 'Temporary files',
    dataset: 'Dataset',
  },
  place: (name: string, path: string | null, state: State, freeBytes: number | null) =>
    `${name}: ${path ?? '–'}, ${STATES[state]}${freeBytes === null ? '' : `, ${mebibytes(freeBytes)} free`}`,
  tuning: (state: 'none' | 'ok' | 'damaged', winners: number, selfTests: number) =>
    state === 'ok'
      ? `Remembered of adapters: ${plural(winners, 'kernel')} chosen by the tuner, ${plural(selfTests, 'self-test')} passed`
      : state === 'none'
        ? 'Remembered of adapters: nothing yet'
        : 'Remembered of adapters: nothing, since the file is damaged',
  browser: (path: string | null, version: string) => `Browser: ${path ?? '–'}, ${version}`,
  device: (name: string, driver: string) => `Graphics: ${name}${driver === '' ? '' : `, driver ${driver}`}`,
  status: (features: readonly string[]) => `The browser says: ${features.join(', ')}`,
  flags: (flags: readonly string[]) => `Flags: ${flags.join(' ')}`,
  training: 'Training for three steps, beside float64 …',
  proof: (losses: readonly (number | null)[], error: number) =>
    `Loss: ${losses.map((loss) => (loss === null ? 'not finite' : numbers.loss(loss))).join(', ')}; at most ${numbers.learningRate(error)} from float64`,
  selfTests: (done: number, remembered: number, dropped: number, tuned: number) =>
    `Self-tests: ${numbers.count(done)} passed now, ${numbers.count(remembered)} before, ${numbers.count(dropped)} failed; kernels chosen by the tuner: ${numbers.count(tuned)}`,
  lastFailures: 'Last failures:',
  lastFailure: (at: string, what: string, where: string) => `  ${at}  ${what}  ${where}`,
  warning: (text: string) => `Warning: ${text}`,
  works: (adapter: string) => `Training works on ${adapter}: three steps agree with float64, and the loss falls.`,
  fails: (reason: string) => `Training does not work here: ${reason}`,
  problems: {
    notTried: 'it was stopped before it was tried.',
    noBrowser:
      'no Chrome, Chromium or Edge was found; install Chrome, set WEFT_BROWSER to the path of one, or let npm start install a Chromium.',
    wrongBrowser: (path: string) =>
      `WEFT_BROWSER is "${path}", which is no browser that runs here; give another path, or unset it.`,
    browserBroken: (path: string, reason: string) =>
      `${path} does not start (${reason}); install it anew, or set WEFT_BROWSER to another.`,
    missingLibrary: (library: string) =>
      `the browser lacks the library ${library}; install it with the system's packages (npx playwright install-deps chromium names them), or set WEFT_BROWSER to another browser.`,
    noSharedMemory: (bytes: number) =>
      `the browser ended, and /dev/shm has ${mebibytes(bytes)} free; give it more (docker run --shm-size=1g, or mount -o remount,size=1g /dev/shm).`,
    pageBroken: (reason: string) =>
      `the trainer's page broke (${reason}); close other programs, update the browser, or try --runtime dawn.`,
    notBuilt: (reason: string) =>
      `the trainer could not be built (${reason}); run npm ci, and git status for changed files.`,
    unwritable: (path: string | null, reason: string | null) =>
      `${path ?? 'a folder'} cannot be written to (${reason ?? 'unknown'}); make it writable for this user.`,
    diskFull: (path: string | null) =>
      `the disk is full${path === null ? '' : ` (${path})`}; free some space, and start again.`,
    noGpu: (runtime: 'browser' | 'dawn') =>
      `${runtime === 'dawn' ? 'Dawn' : 'the browser'} offers no GPU, only a software adapter or none; install the GPU's driver (on Linux its Vulkan driver), and in a container pass the GPU through, or choose --adapter swiftshader.`,
    tooOld: (version: string) =>
      `the browser is Chromium ${version}, and Weft needs ${LOWEST_VERSIONS.chrome} or newer; update it, or set WEFT_BROWSER to a newer one.`,
    blocklisted: (status: string) =>
      `the browser keeps WebGPU from this machine (webgpu: ${status}), as it does with drivers that it holds to be faulty; update the graphics driver and the browser, or choose --adapter swiftshader.`,
    noAdapter:
      'the browser offers no WebGPU adapter; update browser and graphics driver, choose --adapter swiftshader, or try --runtime dawn.',
    noDawn:
      'the package webgpu, which is Dawn, is not installed for this system; run npm ci, or use --runtime browser.',
    noDriver: (adapter: string): string =>
      adapter === 'lavapipe'
        ? "no Vulkan driver lavapipe is installed; install Mesa's Vulkan drivers (Debian, Ubuntu: mesa-vulkan-drivers), or choose --adapter swiftshader."
        : "no Vulkan driver is installed; install that of the GPU, or Mesa's for processors (Debian, Ubuntu: mesa-vulkan-drivers), or set VK_ICD_FILENAMES to the JSON file of one.",
    noLoader:
      'there is no Vulkan loader (libvulkan.so.1); install it (Debian, Ubuntu: libvulkan1; Fedora: vulkan-loader) with the driver of the GPU.',
    wrongVariable: (value: string) =>
      `Vulkan is told to take the driver ${value} (VK_ICD_FILENAMES or VK_DRIVER_FILES), which gives no adapter; unset the variable, or name the JSON file of a driver that is installed.`,
    wrongAdapter: (adapter: string) =>
      `there is an adapter, but none that is ${adapter}; unset VK_ICD_FILENAMES, install ${adapter}, or choose --adapter auto.`,
    noAnswer:
      'nothing answered within the time; restart the computer, update the graphics driver, or try --adapter swiftshader.',
    unforeseen: (reason: string) => `something unforeseen happened (${reason}); attach the file of --json to a report.`,
    gpuBroke: (said: string) => `${said} Update the browser and the graphics driver, or use another adapter.`,
    wrong: (error: number) =>
      `the losses of training differ from float64 by ${Number.isFinite(error) ? numbers.learningRate(error) : 'more than any number'}; update the browser and the graphics driver, or use another adapter.`,
    notLearning: 'the loss does not fall; update the browser and the graphics driver, or use another adapter.',
    gpuUnused:
      'there may be a GPU here that is not used; --adapter gpu says why, and its driver (on Linux that of Vulkan) is often what is missing.',
    kernelsDropped: (programs: readonly string[]) =>
      `${programs.join(', ')} gave wrong results, and other kernels took their place; update the graphics driver.`,
    /** @param isOurs it is part of the repository; a packed folder may have come without. */
    dataset: (path: string | null, reason: string | null, isOurs: boolean) =>
      `the dataset in ${path ?? '–'} cannot be read (${reason ?? 'unknown'}); ${isOurs ? 'restore it (git checkout public/datasets), or name another' : 'name a folder that has one'} with --dataset.`,
    littleSpace: (path: string | null, bytes: number) =>
      `only ${mebibytes(bytes)} are free for runs (${path ?? '–'}); free some, or name another folder with --runs.`,
    tuningDamaged: 'the tuning file is damaged, and is written anew by the next run.',
    places: {
      runs: (path: string | null, state: State, reason: string | null) =>
        `runs will not be kept: ${path === null ? '' : `${path}, `}${fault(state, reason)}; name a folder with --runs, or set XDG_DATA_HOME.`,
      tuning: (path: string | null, state: State, reason: string | null) =>
        `kernels will be chosen anew each time: ${path === null ? '' : `${path}, `}${fault(state, reason)}; set XDG_CACHE_HOME to a folder of yours.`,
      builds: (path: string | null, state: State, reason: string | null) =>
        `builds cannot be kept: ${path ?? '–'}, ${fault(state, reason)}; make the folder writable.`,
      temporary: (path: string | null, state: State, reason: string | null) =>
        `temporary files cannot be written: ${path ?? '–'}, ${fault(state, reason)}; set TMPDIR to a folder of yours.`,
    },
  },
};
