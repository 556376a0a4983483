import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createNotices, type Ended, type NoticeApi } from './notices';
import type { Work } from './work';

const RUN: Work = { kind: 'run', isPaused: false, shareDone: 0 };

function createTab(changes: { permission?: NotificationPermission; answer?: NotificationPermission } = {}) {
  const shown: string[] = [];
  const remembered: boolean[] = [];
  const state = { permission: changes.permission ?? ('default' as NotificationPermission), asked: 0 };
  const api: NoticeApi = {
    permission: () => state.permission,
    ask: async () => {
      state.asked += 1;
      state.permission = changes.answer ?? 'granted';
      return state.permission;
    },
    show: (text) => shown.push(text),
  };
  const work = signal<Work | undefined>(undefined);
  const tab = { isHidden: true, nowMs: 0, outcome: 'finished' as Ended['outcome'] | undefined };
  const create = (isRemembered = false) =>
    createNotices({
      api,
      work,
      outcomeOf: () => tab.outcome,
      isHidden: () => tab.isHidden,
      say: ({ kind, outcome, milliseconds }) => `${kind} ${outcome} ${milliseconds}`,
      remembered: isRemembered,
      remember: (isWanted) => remembered.push(isWanted),
      now: () => tab.nowMs,
    });
  const perform = (milliseconds: number, { kind } = RUN) => {
    work.value = { ...RUN, kind };
    tab.nowMs += milliseconds;
    work.value = { ...RUN, kind, shareDone: 0.5 };
    work.value = undefined;
  };
  return { shown, remembered, state, tab, create, perform };
}

describe('notices', () => {
  it('tell that long work has ended, where it is not seen', async () => {
    const { create, perform, shown, tab } = createTab();
    const notices = create();
    await notices.want(true);
    perform(60_001);
    perform(70_000, { ...RUN, kind: 'bench' });
    tab.outcome = 'failed';
    perform(61_000);
    expect(shown).toEqual(['run finished 60001', 'bench finished 70000', 'run failed 61000']);
  });

  it('say nothing of what was short, seen, or stopped by the user', async () => {
    const { create, perform, shown, tab } = createTab();
    await create().want(true);
    perform(60_000);
    tab.isHidden = false;
    perform(90_000);
    tab.isHidden = true;
    tab.outcome = undefined;
    perform(90_000);
    expect(shown).toEqual([]);
  });

  it('are asked for by a click alone, and shown to nobody who did not ask', async () => {
    const { create, perform, shown, state } = createTab({ permission: 'granted' });
    const notices = create();
    perform(90_000);
    expect([notices.state.value, state.asked, shown]).toEqual(['off', 0, []]);
    await notices.want(true);
    await notices.want(false);
    perform(90_000);
    expect([notices.state.value, state.asked, shown]).toEqual(['off', 0, []]);
  });

  it('are off where the browser refuses, and say so', async () => {
    const { create, perform, shown, remembered } = createTab({ answer: 'denied' });
    const notices = create();
    await notices.want(true);
    perform(90_000);
    expect([notices.state.value, shown, remembered]).toEqual(['refused', [], [false]]);
  });

  it('are remembered for the next visit, unless permission was taken back', () => {
    expect(createTab({ permission: 'granted' }).create(true).state.value).toBe('on');
    const takenBack = createTab({ permission: 'denied' });
    expect(takenBack.create(true).state.value).toBe('off');
    takenBack.perform(90_000);
    expect(takenBack.shown).toEqual([]);
  });
});
