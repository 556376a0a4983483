import { LOWEST_VERSIONS } from '../../errors';

/** The page around its views. In sentences that the page draws, `…` is code and **…** is strong. */
export const page = {
  tagline: 'Which input normalization learns best? Train them all at once, on this browser’s GPU.',
  language: 'Language',
  views: 'Views',
  viewTitles: { train: 'Train', runs: 'Runs', kernels: 'Kernels', report: 'Report' },
  lookingForGpu: 'Looking for a GPU…',
  noWebGpu: 'No WebGPU',
  noTrainer: 'Trainer not available',
  tryAgain: 'Try again',
  diagnostic: {
    save: 'Download a diagnostic file',
    holds: 'Versions, adapter, options, errors and the last events, to attach to a report; nothing is sent.',
  },
  trainerDidNotStart: 'The trainer did not start',
  missingGpu: {
    noAdapterTitle: 'WebGPU found no adapter to train on',
    noWebGpuTitle: 'Weft needs WebGPU, and this browser has none',
    noAdapterLead: 'The browser knows WebGPU but gives no graphics adapter to this page.',
    noWebGpuLead: 'Weft trains on the GPU through WebGPU. Without it there is nothing to train with.',
    secureContext: (origin: string) =>
      `**Open the page over https, or on localhost.** Browsers offer WebGPU to secure pages only; this one came from \`${origin}\`.`,
    browser: `**Use Chrome or Edge ${LOWEST_VERSIONS.chrome} or later** on a computer; any current version will do.`,
    acceleration:
      '**Turn graphics acceleration on**: Settings → System → “Use graphics acceleration when available”, then relaunch the browser.',
    status:
      '**Look at** `chrome://gpu`: under “Graphics Feature Status” it says whether WebGPU is enabled, and below why not. A newer graphics driver often helps.',
    linux: '**On Linux**, start the browser with',
    linuxWithoutGpu: 'or, on a machine without a GPU, with the slow software adapter',
    reason: (message: string) => `What the browser said: ${message}`,
  },
  softwareAdapter:
    '**Software adapter.** WebGPU runs on the processor here, so the speeds below say nothing about GPUs and the larger presets take long. `quick` is the default.',
  softwareAdapterForKernels:
    '**Software adapter.** WebGPU runs on the processor here, so these figures say nothing about GPUs. Large cases are left out unless they are named.',
  addressRefused: (reason: string) =>
    `The address holds an option that cannot be used, so these are the defaults. ${reason}`,
  reportView: {
    codeMissing: (reason: string) => `**The report’s code did not load.** ${reason} Reload the page to try again.`,
    notDrawn: (reason: string) => `**This report could not be drawn.** ${reason} The run is not affected.`,
    whatIsShown: 'What the report shows',
    pageRun: 'This page’s run',
    open: 'Open run…',
    save: 'Save as HTML',
    noRun: 'No run',
    ofPage: (run: string) => `This page’s run, ${run}`,
    emptyTitle: 'No run to report on yet',
    emptyLead:
      'The report answers the questions of a run one after another, in words, charts and tables: which normalization is best and whether that is more than luck, why the others learn badly, what learning rates and callbacks do, and what the networks still confuse.',
    emptyTrain: 'Train in the **Train** view; the report of the last finished run then stands here.',
    emptyOpen:
      'Or open run files that were saved by **Download JSON** or by `npm run train -- --json FILE`. Several are reported on together.',
  },
};
