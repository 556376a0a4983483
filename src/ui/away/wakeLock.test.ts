import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { keepAwake } from './wakeLock';

function createScreen({ refuses = false } = {}) {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const locks: { released: boolean; release(): Promise<void> }[] = [];
  const wakeLock = {
    request: async () => {
      if (refuses || page.visibilityState === 'hidden') {
        throw new DOMException('Not now.', 'NotAllowedError');
      }
      const lock = {
        released: false,
        release: async () => {
          lock.released = true;
        },
      };
      locks.push(lock);
      return lock as unknown as WakeLockSentinel;
    },
  };
  const see = async (visibilityState: DocumentVisibilityState) => {
    page.visibilityState = visibilityState;
    for (const lock of visibilityState === 'hidden' ? locks : []) {
      lock.released = true;
    }
    page.dispatchEvent(new Event('visibilitychange'));
    await settled();
  };
  return {
    page,
    wakeLock,
    see,
    held: () => locks.filter(({ released }) => !released).length,
    asked: () => locks.length,
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('keepAwake', () => {
  it('holds one lock while it is wanted, and none before and after', async () => {
    const screen = createScreen();
    const isWanted = signal(false);
    keepAwake({ isWanted, ...screen });
    for (const wanted of [false, true, true, false, true, false]) {
      isWanted.value = wanted;
      await settled();
      expect(screen.held()).toBe(wanted ? 1 : 0);
    }
  });

  it('takes it again when the tab is seen again, and not when it ended meanwhile', async () => {
    const screen = createScreen();
    const isWanted = signal(true);
    keepAwake({ isWanted, ...screen });
    await settled();
    await screen.see('hidden');
    expect(screen.held()).toBe(0);
    await screen.see('visible');
    expect(screen.held()).toBe(1);
    await screen.see('hidden');
    isWanted.value = false;
    await screen.see('visible');
    expect(screen.held()).toBe(0);
  });

  it('gives back a lock that comes when it is not wanted any more', async () => {
    const screen = createScreen();
    const isWanted = signal(true);
    keepAwake({ isWanted, ...screen });
    isWanted.value = false;
    await settled();
    expect([screen.asked(), screen.held()]).toEqual([1, 0]);
  });

  it('does without where it is refused, or where there is none', async () => {
    const screen = createScreen({ refuses: true });
    const isWanted = signal(true);
    keepAwake({ isWanted, ...screen });
    keepAwake({ isWanted, wakeLock: undefined, page: screen.page });
    await settled();
    await screen.see('visible');
    isWanted.value = false;
    await settled();
    expect(screen.asked()).toBe(0);
  });
});
