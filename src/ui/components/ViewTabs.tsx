import { VIEWS, type Views } from '../state/views';
import { useWords } from './languageContext';

/** Links, so that a view can be opened in another tab; a plain click only changes what this page shows. */
export function ViewTabs({ views }: { readonly views: Views }) {
  const { page } = useWords();
  const current = views.current.value;
  return (
    <nav class="view-tabs" aria-label={page.views}>
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
          {page.viewTitles[view]}
        </a>
      ))}
    </nav>
  );
}
