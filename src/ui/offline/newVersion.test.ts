import { describe, expect, it } from 'vitest';
import { createNewVersion } from './newVersion';

class Worker extends EventTarget {
  readonly said: unknown[] = [];
  postMessage(message: unknown) {
    this.said.push(message);
  }
}

/** A page with a service worker, as a browser shows it. */
function openPage({ isControlled = true, isRefused = false } = {}) {
  const state = { reloads: 0, isAtWork: false, status: 200 as number | undefined, asked: 0, unregistered: 0, nowMs: 0 };
  const registration = Object.assign(new EventTarget(), {
    active: (isControlled ? new Worker() : null) as Worker | null,
    waiting: null as Worker | null,
    installing: null as Worker | null,
    update: async () => {
      state.asked += 1;
    },
    unregister: async () => {
      state.unregistered += 1;
    },
  });
  const workers = Object.assign(new EventTarget(), {
    controller: registration.active,
    register: async () => {
      if (isRefused) {
        throw new DOMException('Not here.', 'SecurityError');
      }
      return registration;
    },
  });
  const locked: string[] = [];
  const newVersion = createNewVersion({
    workers: workers as unknown as ServiceWorkerContainer,
    locks: { request: async (name: string) => locked.push(name) } as unknown as LockManager,
    version: 'v1',
    reload: () => {
      state.reloads += 1;
    },
    isAtWork: () => state.isAtWork,
    askForScript: async () => state.status,
    now: () => state.nowMs,
  });
  const findNewer = () => {
    const worker = new Worker();
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = worker;
    worker.dispatchEvent(new Event('statechange'));
    return worker;
  };
  const takeOver = () => {
    registration.active = registration.waiting ?? new Worker();
    registration.waiting = null;
    workers.controller = registration.active;
    workers.dispatchEvent(new Event('controllerchange'));
  };
  return { newVersion, state, registration, locked, findNewer, takeOver };
}

describe('a newer version', () => {
  it('is not what the first worker of a page is', async () => {
    const { newVersion, takeOver, state, locked } = openPage({ isControlled: false });
    await newVersion.start();
    takeOver();
    expect([newVersion.isOffered.value, newVersion.isControlled.value, state.reloads]).toEqual([false, true, 0]);
    expect(locked).toEqual(['weft-page v1']);
  });

  it('is offered when it waits, and loaded when it is asked for', async () => {
    const { newVersion, findNewer, takeOver, state } = openPage();
    await newVersion.start();
    expect(newVersion.isOffered.value).toBe(false);
    const worker = findNewer();
    expect([newVersion.isOffered.value, state.reloads]).toEqual([true, 0]);
    newVersion.load();
    expect(worker.said).toEqual([{ type: 'take-over' }]);
    expect(state.reloads).toBe(0);
    takeOver();
    expect(state.reloads).toBe(1);
  });

  it('that waited before the page was opened is offered, too', async () => {
    const { newVersion, registration } = openPage();
    registration.waiting = new Worker();
    await newVersion.start();
    expect(newVersion.isOffered.value).toBe(true);
  });

  it('that another tab had loaded is offered, and leaves this one as it is until it is asked for', async () => {
    const { newVersion, findNewer, takeOver, state } = openPage();
    await newVersion.start();
    findNewer();
    takeOver();
    expect([newVersion.isOffered.value, state.reloads]).toEqual([true, 0]);
    newVersion.load();
    expect(state.reloads).toBe(1);
  });

  it('never takes the page away from a run, whenever it was asked for', async () => {
    const { newVersion, findNewer, takeOver, state } = openPage();
    await newVersion.start();
    findNewer();
    newVersion.load();
    state.isAtWork = true;
    takeOver();
    expect([newVersion.isOffered.value, state.reloads]).toEqual([true, 0]);
  });

  it('is not loaded by a tab at work, nor long after it was asked for', async () => {
    const { newVersion, findNewer, takeOver, state } = openPage();
    await newVersion.start();
    const worker = findNewer();
    state.isAtWork = true;
    newVersion.load();
    expect(worker.said).toEqual([]);
    state.isAtWork = false;
    newVersion.load();
    state.nowMs = 10_000;
    takeOver();
    expect([newVersion.isOffered.value, state.reloads]).toEqual([true, 0]);
  });

  it('is asked for once a minute at most, and not without a server', async () => {
    const { newVersion, state } = openPage();
    await newVersion.start();
    await newVersion.look();
    await newVersion.look();
    expect(state.asked).toBe(1);
    state.nowMs = 60_000;
    state.status = undefined;
    await newVersion.look();
    expect([state.asked, state.unregistered]).toEqual([1, 0]);
  });

  it('is none where another page is served at the address: the worker goes', async () => {
    const { newVersion, state } = openPage();
    await newVersion.start();
    state.status = 404;
    await newVersion.look();
    expect([state.asked, state.unregistered]).toEqual([0, 1]);
  });

  it('is none where workers are refused, and the page works', async () => {
    const { newVersion } = openPage({ isRefused: true });
    await newVersion.start();
    await newVersion.look();
    expect(newVersion.isOffered.value).toBe(false);
  });
});
