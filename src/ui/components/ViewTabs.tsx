import { VIEWS, type View, type Views } from '../state/views';

const TITLES: Readonly<Record<View, string>> = { train: 'Train', kernels: 'Kernels', report: 'Report' };

/** Links, so that a view can be opened in another tab; a plain click only changes what this page shows. */
export function ViewTabs({ views }: { readonly views: Views }) {
  const current = views.current.value;
  return (
    <nav class="view-tabs" aria-label="Views">
      {VIEWS.map((view) => (
        <a
          key={view}
          href={views.linkTo(view)}
          aria-current={view === current ? 'page' : undefined}
          data-testid={`view-${view}`}
          onClick={(event) => {
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
              event.preventDefault();
              views.show(view);
            }
          }}
        >
          {TITLES[view]}
        </a>
      ))}
    </nav>
  );
}
