import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createTabLocks } from '../testing/runsBench';
import { watchWorkOfTabs } from './workOfTabs';

/** Tabs of one browser. */
function createBrowser() {
  const held = new Map<string, object>();
  const channels: EventTarget[] = [];
  return () => {
    const locks = createTabLocks(held);
    const target = new EventTarget();
    channels.push(target);
    const channel = Object.assign(target, {
      postMessage: () => {
        for (const other of channels.filter((one) => one !== target)) {
          other.dispatchEvent(new MessageEvent('message'));
        }
      },
    });
    const isAtWork = signal(false);
    const isAnyAtWork = watchWorkOfTabs({ isAtWork, locks, channel: channel as unknown as BroadcastChannel });
    return { isAtWork, isAnyAtWork, kill: locks.close };
  };
}

describe('watchWorkOfTabs', () => {
  it('knows of the work of this tab and of others, until each has ended', async () => {
    const openTab = createBrowser();
    const [one, other] = [openTab(), openTab()];
    expect(one.isAnyAtWork.value).toBe(false);
    for (let time = 0; time < 3; time++) {
      other.isAtWork.value = true;
      expect(other.isAnyAtWork.value).toBe(true);
      await expect.poll(() => one.isAnyAtWork.value).toBe(true);
      one.isAtWork.value = true;
      other.isAtWork.value = false;
      expect(one.isAnyAtWork.value).toBe(true);
      one.isAtWork.value = false;
      await expect.poll(() => one.isAnyAtWork.value || other.isAnyAtWork.value).toBe(false);
    }
  });

  it('sees what a tab is at that was there before it, and that one that is killed is at none', async () => {
    const openTab = createBrowser();
    const old = openTab();
    old.isAtWork.value = true;
    await expect.poll(() => old.isAnyAtWork.value).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    const young = openTab();
    await expect.poll(() => young.isAnyAtWork.value).toBe(true);
    old.kill();
    await expect.poll(() => young.isAnyAtWork.value).toBe(false);
  });
});
