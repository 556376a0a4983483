import { numbers } from './base';

/** What a page says that is not looked at: its tab's title and its notices; and newer versions of it. */
export const away = {
  titles: { train: 'Weft · trainer', runs: 'Weft · runs', kernels: 'Weft · kernels', report: 'Weft · report' },
  titleAtWork: (percent: number, isPaused: boolean) => `${percent} %${isPaused ? ' paused' : ''} · Weft`,
  titleOfFailure: { run: 'Run failed · Weft', bench: 'Measurement failed · Weft' },
  notify: {
    label: 'Notify me when a long run ends',
    hint: 'After more than a minute, where this tab is not in sight.',
    refused: 'The browser lets this page show no notices; its settings for this address can allow them.',
    ended: {
      run: {
        finished: (milliseconds: number) => `The run finished after ${numbers.duration(milliseconds)}.`,
        failed: (milliseconds: number) => `The run failed after ${numbers.duration(milliseconds)}.`,
      },
      bench: {
        finished: (milliseconds: number) => `The kernels were measured in ${numbers.duration(milliseconds)}.`,
        failed: (milliseconds: number) => `Measuring kernels failed after ${numbers.duration(milliseconds)}.`,
      },
    },
  },
  newVersion: {
    offer: '**A newer version of Weft is here.** This page stays as it is until you load it.',
    load: 'Load the new version',
    afterWork: 'It can be loaded when no tab is training or measuring.',
    interrupted: (count: number) =>
      count === 1
        ? 'One interrupted run can go on with the version at hand alone: resume it before.'
        : `${numbers.count(count)} interrupted runs can go on with the version at hand alone: resume them before.`,
  },
};
