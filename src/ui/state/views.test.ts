import { describe, expect, it } from 'vitest';
import { createViews } from './views';

function setUp(search: string) {
  const page = { search };
  const views = createViews({
    readSearch: () => page.search,
    replaceSearch: (next) => {
      page.search = next;
    },
  });
  return { page, views };
}

describe('createViews', () => {
  it('shows the trainer with the whole address unless the address says otherwise', () => {
    const { views } = setUp('?preset=quick');
    expect(views.current.value).toBe('train');
    expect(views.addressOf('train').readSearch()).toBe('?preset=quick');
    expect(views.addressOf('kernels').readSearch()).toBe('');
  });

  it('hands a view the address without its name', () => {
    const { views } = setUp('?view=kernels&suite=matmul,loss&peers=none');
    expect(views.current.value).toBe('kernels');
    expect(views.addressOf('kernels').readSearch()).toBe('?suite=matmul,loss&peers=none');
    expect(views.addressOf('train').readSearch()).toBe('');
    expect(setUp('?view=train&epochs=2').views.addressOf('train').readSearch()).toBe('?epochs=2');
  });

  it('names the language in the address of every view, and hands it to none', () => {
    const { views, page } = setUp('?view=report&language=es');
    expect([views.current.value, views.namedLanguage.value]).toEqual(['report', 'es']);
    expect(views.addressOf('report').readSearch()).toBe('');
    views.addressOf('report').replaceSearch('');
    expect(page.search).toBe('?view=report&language=es');
    expect(views.linkTo('train')).toBe('?language=es');
    views.show('train');
    views.addressOf('train').replaceSearch('?epochs=3');
    expect(page.search).toBe('?language=es&epochs=3');
    views.nameLanguage(undefined);
    expect(page.search).toBe('?epochs=3');
    views.nameLanguage('es');
    expect(page.search).toBe('?language=es&epochs=3');
    expect(setUp('?language=es&epochs=3').views.addressOf('train').readSearch()).toBe('?epochs=3');
  });

  it.each(['?view=films', '?view=kernels&view=train', '?language=fr', '?language=es&language=en'])(
    'leaves %s to the trainer',
    (search) => {
      const { views } = setUp(search);
      expect(views.current.value).toBe('train');
      expect(views.addressOf('train').readSearch()).toBe(search);
    },
  );

  it('keeps what each view has in its address while the other is shown', () => {
    const { views, page } = setUp('?epochs=2');
    views.show('kernels');
    expect(page.search).toBe('?view=kernels');
    views.addressOf('kernels').replaceSearch('?suite=loss');
    expect(page.search).toBe('?view=kernels&suite=loss');
    views.addressOf('train').replaceSearch('?epochs=3');
    expect(page.search).toBe('?view=kernels&suite=loss');
    views.show('train');
    expect(page.search).toBe('?epochs=3');
    expect(views.linkTo('kernels')).toBe('?view=kernels&suite=loss');
  });
});
