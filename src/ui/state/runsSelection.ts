import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { RunFile } from '../../run/runFile';
import { letterOf, type OverlaidRun } from './overlaid';
import type { ListedRun, RunsStore } from './runsStore';

/** The runs that are chosen in the list, to be drawn together, compared, exported or deleted. */
export interface RunsSelection {
  /** In the order of the list. */
  readonly chosen: ReadonlySignal<readonly ListedRun[]>;
  readonly isAll: ReadonlySignal<boolean>;
  /** Those of the chosen of which anything is known, by the letters that the list shows. */
  readonly overlaid: ReadonlySignal<readonly OverlaidRun[]>;
  /** The letters of the chosen, by id. */
  readonly letters: ReadonlySignal<ReadonlyMap<string, string>>;
  toggle(id: string): void;
  toggleAll(): void;
}

export function createRunsSelection({ runs, read }: Pick<RunsStore, 'runs' | 'read'>): RunsSelection {
  const ids = signal<ReadonlySet<string>>(new Set());
  const files = signal<ReadonlyMap<string, { readonly state: string; readonly file: RunFile }>>(new Map());
  const chosen = computed(() => (runs.value ?? []).filter(({ about }) => ids.value.has(about.id)));
  const letters = computed(() => new Map(chosen.value.map(({ about }, index) => [about.id, letterOf(index)])));

  effect(() => {
    const missing = chosen.value.filter(({ about }) => files.peek().get(about.id)?.state !== stateOf(about));
    for (const { about } of missing) {
      void read([about]).then(([file]) => {
        if (file !== undefined) {
          files.value = new Map([...files.peek(), [about.id, { state: stateOf(about), file }]]);
        }
      });
    }
  });

  const isAll = computed(() => chosen.value.length > 0 && chosen.value.length === runs.value?.length);
  return {
    chosen,
    isAll,
    letters,
    overlaid: computed(() =>
      chosen.value.flatMap(({ about }) => {
        const file = files.value.get(about.id)?.file;
        return file === undefined ? [] : [{ id: about.id, letter: letters.value.get(about.id) ?? '', file }];
      }),
    ),
    toggle: (id) => {
      const next = new Set(ids.peek());
      if (!next.delete(id)) {
        next.add(id);
      }
      ids.value = next;
    },
    toggleAll: () => {
      ids.value = new Set(isAll.peek() ? [] : runs.peek()?.map(({ about }) => about.id));
    },
  };
}

/** What is known of a run changes with these. */
function stateOf({ name, state, reached }: ListedRun['about']): string {
  return JSON.stringify([name, state, reached]);
}
