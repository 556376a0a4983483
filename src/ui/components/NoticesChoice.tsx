import type { Notices } from '../away/notices';
import { useWords } from './languageContext';

/** Asks for a notice at the end of a long run: by this click alone the browser is asked to allow any. */
export function NoticesChoice({ notices }: { readonly notices: Notices }) {
  const { notify } = useWords().away;
  const state = notices.state.value;
  return state === 'unavailable' ? null : (
    <div class="notices-choice">
      <label for="notices">
        <input
          id="notices"
          type="checkbox"
          data-testid="notices"
          checked={state === 'on'}
          aria-describedby="notices-hint"
          onChange={(event) => {
            const box = event.currentTarget;
            const isWanted = box.checked;
            // As it is, whatever is asked for: the browser may ask the user first, and for long.
            const settle = () => {
              box.checked = notices.state.peek() === 'on';
            };
            settle();
            void notices.want(isWanted).then(settle);
          }}
        />
        {notify.label}
      </label>
      <p id="notices-hint" class="hint" role="status">
        {state === 'refused' ? notify.refused : notify.hint}
      </p>
    </div>
  );
}
