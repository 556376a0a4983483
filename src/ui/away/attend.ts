import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { WORDS } from '../../words';
import { isDownloaded } from '../components/saveRun';
import { datasetToKeep } from '../offline/datasetToKeep';
import { createNewVersion, type NewVersion } from '../offline/newVersion';
import { WORKER_SCRIPT } from '../offline/workerScript';
import { rememberedNotices, rememberNotices } from '../remembered';
import { createRunLocks, WORK_LOCK_PREFIX } from '../runs/runLocks';
import type { BenchStore } from '../state/benchStore';
import type { LanguageChoice } from '../state/language';
import type { RunsStore } from '../state/runsStore';
import type { Store } from '../state/store';
import type { Views } from '../state/views';
import { losesSomething } from './leaving';
import { createNotices, type NoticeApi, type Notices } from './notices';
import { pageTitle } from './pageTitle';
import { keepAwake } from './wakeLock';
import { workOf } from './work';
import { watchWorkOfTabs } from './workOfTabs';

export interface AwayOptions {
  readonly store: Store;
  readonly bench: BenchStore;
  readonly runs: RunsStore;
  readonly views: Views;
  readonly language: LanguageChoice;
}

/** What the page shows of it. */
export interface Away {
  readonly notices: Notices;
  /** `undefined` where pages come from a development server, or the browser has no service workers. */
  readonly newVersion: NewVersion | undefined;
  /** Whether any tab trains or measures. */
  readonly isAnyAtWork: ReadonlySignal<boolean>;
}

/** Looks after the page while nobody does: title, sleep, notices, leaving, and newer versions. */
export function attendPage({ store, bench, runs, views, language }: AwayOptions): Away {
  const work = computed(() => workOf(store.run.value, bench.view.value));
  const isAtWork = computed(() => work.value !== undefined);
  const words = () => WORDS[language.current.value];

  effect(() => {
    document.title = pageTitle(store.run.value, bench.view.value, views.current.value, words());
  });
  keepAwake({
    isWanted: computed(() => work.value?.isPaused === false),
    wakeLock: navigator.wakeLock,
    page: document,
  });
  addEventListener('beforeunload', (event) => {
    const listed = runs.runs.peek()?.find(({ about }) => about.id === runs.currentId.peek());
    const run = store.run.peek();
    const leaving = {
      run,
      bench: bench.view.peek(),
      notKept: runs.notKept.peek(),
      hasCheckpoint: listed?.hasCheckpoint ?? false,
      isDownloaded: run.file !== undefined && isDownloaded(run.file),
    };
    if (losesSomething(leaving)) {
      event.preventDefault();
    }
  });

  const notices = createNotices({
    api: browserNotices(),
    work,
    outcomeOf: (kind) => {
      const { status } = kind === 'run' ? store.run.peek() : bench.view.peek();
      return status === 'finished' || status === 'failed' ? status : undefined;
    },
    isHidden: () => document.visibilityState === 'hidden',
    say: ({ kind, outcome, milliseconds }) => words().away.notify.ended[kind][outcome](milliseconds),
    remembered: rememberedNotices(),
    remember: rememberNotices,
  });
  const isAnyAtWork = watchWorkOfTabs({
    isAtWork,
    locks: createRunLocks(navigator.locks, WORK_LOCK_PREFIX),
    channel: new BroadcastChannel('weft-work'),
  });
  return { notices, newVersion: keepOffline(store, isAtWork), isAnyAtWork };
}

function keepOffline(store: Store, isAtWork: ReadonlySignal<boolean>): NewVersion | undefined {
  const version = document.querySelector<HTMLMetaElement>('meta[name="weft-version"]')?.content;
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || version === undefined) {
    return undefined;
  }
  const newVersion = createNewVersion({
    workers: navigator.serviceWorker,
    locks: navigator.locks,
    version,
    reload: () => location.reload(),
    isAtWork: () => isAtWork.peek(),
    askForScript: async () =>
      (await fetch(WORKER_SCRIPT, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined))?.status,
  });
  const wantedDataset = computed(() => datasetToKeep(store.run.value, store.environment.value, store.checked.peek()));
  effect(() => {
    if (newVersion.isControlled.value && wantedDataset.value !== undefined) {
      newVersion.say({ type: 'keep-dataset', name: wantedDataset.value });
    }
  });
  const begin = async () => {
    await newVersion.start();
    await newVersion.look();
  };
  // Not before the page has what it needs itself.
  addEventListener('load', () => void begin());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      void newVersion.look();
    }
  });
  return newVersion;
}

function browserNotices(): NoticeApi | undefined {
  return 'Notification' in globalThis
    ? {
        permission: () => Notification.permission,
        ask: () => Notification.requestPermission(),
        show: (text) => {
          try {
            const notice = new Notification('Weft', { body: text, tag: 'weft' });
            notice.addEventListener('click', () => {
              globalThis.focus();
              notice.close();
            });
          } catch {
            // On phones only a worker may show one.
          }
        },
      }
    : undefined;
}
