import { epochs, numbers, plural } from './base';

/** How far a run had come: members that had ended; of the next, whole epochs, and steps of the one after these. */
interface Place {
  readonly membersDone?: number;
  readonly epochsDone: number;
  readonly stepsDone: number;
  readonly epochs: number;
}

const afterMembers = (membersDone = 0) =>
  membersDone === 0 ? '' : `${plural(membersDone, 'network')}, and of the next `;

/** The runs that the browser keeps. `…` is code and **…** is strong. */
export const keptRuns = {
  notKept: {
    full: '**This run is not being kept: the browser has no room left for it.** It goes on all the same; delete runs in the **Runs** view, or download its JSON at the end.',
    refused: (reason: string) =>
      `**This run is not being kept: the browser refuses to store it**, as some do in private windows (${reason}). It goes on all the same; download its JSON at the end.`,
  },
  offer: {
    title: 'Interrupted runs',
    interrupted: (name: string, { membersDone, epochsDone, stepsDone, epochs: all }: Place) =>
      `**${name}** was interrupted after ${afterMembers(membersDone)}${numbers.count(epochsDone)} of ${epochs(all)}${stepsDone === 0 ? '' : ` and ${plural(stepsDone, 'step')} of the next`}. It can go on from there and ends as if nothing had happened.`,
    interruptedEarly: (name: string) =>
      `**${name}** was interrupted before anything of it was kept. It can start again from its beginning.`,
    ofAnotherVersion: (name: string, commit: string) =>
      `**${name}** was interrupted, and was trained by another version of Weft (\`${commit}\`): with this one it would end otherwise, so it cannot go on. What was kept of it can be opened.`,
    more: (count: number) => `${plural(count, 'more interrupted run')} in the **Runs** view.`,
    resume: 'Resume',
    canGoOn:
      '**This run can go on where it was interrupted**, and ends as if it had not been; or it can be tested as it is.',
    test: 'Test as it is',
    again: 'Start again',
    discard: 'Discard',
  },
  goesOn: (place: Place) =>
    `Goes on after ${afterMembers(place.membersDone)}${numbers.count(place.epochsDone)} of ${epochs(place.epochs)}${place.stepsDone === 0 ? '' : ` and ${plural(place.stepsDone, 'step')}`}.`,
  open: 'Open',
  /** The view that lists them. */
  list: {
    title: 'Runs kept in this browser',
    lead: 'Every run is kept here, also one that was stopped or interrupted; nothing leaves this browser.',
    empty: 'No run is kept yet. Train in the **Train** view, or import run files.',
    import: 'Import JSON…',
    imported: (count: number) => (count === 0 ? 'Nothing new was imported.' : `${plural(count, 'run')} imported.`),
    choose: (name: string) => `Choose ${name}`,
    chooseAll: 'Choose all',
    chosen: (count: number) =>
      count === 0 ? 'Choose runs to compare, export or delete them.' : `${plural(count, 'run')} chosen`,
    compare: 'Compare in the report',
    exportJson: 'Export JSON',
    exportCsv: 'Export CSV',
    delete: 'Delete',
    rename: 'Rename',
    newName: (name: string) => `New name of ${name}`,
    save: 'Save',
    cancel: 'Cancel',
    actionsOf: (name: string) => `What can be done with ${name}`,
    bestAccuracy: 'Best test accuracy',
    failure: (reason: string) => reason,
    notTested: 'not tested',
    members: (count: number) => plural(count, 'network'),
    epochs,
    after: (done: number, all: number) => `after ${numbers.count(done)} of ${epochs(all)}`,
    afterMembers: (done: number, all: number) => `after ${numbers.count(done)} of ${plural(all, 'network')}`,
    shown: 'shown in Train',
    states: {
      training: 'training',
      elsewhere: 'training in another tab',
      unfinished: 'interrupted',
      stopped: 'stopped',
      failed: 'failed',
      finished: 'finished',
    },
  },
  removed: (names: readonly string[]) =>
    names.length === 1 ? `${names[0]} was deleted.` : `${numbers.count(names.length)} runs were deleted.`,
  undo: 'Undo',
  problems: {
    'in-use': (name: string) => `Another tab is at ${name}; stop it there first.`,
    'nothing-known': (name: string) => `Nothing of ${name} was kept before it was interrupted.`,
    failed: (reason: string) => reason,
  },
};
