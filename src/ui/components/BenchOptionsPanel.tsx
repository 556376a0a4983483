import type { Peer } from '../../bench/work/competitor';
import { sayError, sayErrors } from '../../words/sayError';
import { type BenchOptionName, togglePeer, toggleSuite } from '../state/benchForm';
import type { BenchStore } from '../state/benchStore';
import { ControlError, LabelledControl } from './LabelledControl';
import { useWords } from './languageContext';
import { Notice } from './Notice';

const PEER_HINTS: Readonly<Record<Peer, string>> = {
  tfjs: 'TensorFlow.js 4.22',
  'jax-js': 'jax-js 0.1.25',
};

/** What to measure, and beside whom. */
export function BenchOptionsPanel({ bench }: { readonly bench: BenchStore }) {
  const words = useWords();
  const { options } = words.kernelsView;
  const addressError = bench.addressError.value;
  const isLocked = bench.view.value.status === 'running';
  return (
    <section class="panel options" aria-labelledby="bench-options-title">
      <div class="panel-head">
        <h2 id="bench-options-title">{options.title}</h2>
      </div>
      {addressError !== undefined && (
        <Notice kind="error" testId="bench-options-error">
          {words.page.addressRefused(sayError(addressError, words))}
        </Notice>
      )}
      <form onSubmit={(event) => event.preventDefault()}>
        <fieldset class="bare" disabled={isLocked}>
          <legend class="visually-hidden">{options.legend}</legend>
          <Checks bench={bench} name="suite" legend={options.suites} hints={options.suiteHints} toggle={toggleSuite} />
          <Checks bench={bench} name="peers" legend={options.peers} hints={PEER_HINTS} toggle={togglePeer} />
          <Text bench={bench} name="cases" label={options.cases} hint={options.casesHint} />
          <Text bench={bench} name="budget" label={options.budget} hint={options.budgetHint} />
          <Text bench={bench} name="samples" label={options.samples} hint={options.samplesHint} />
        </fieldset>
      </form>
    </section>
  );
}

interface ControlProps<Name extends BenchOptionName> {
  readonly bench: BenchStore;
  readonly name: Name;
}

/** How the page names the control of an option, and what tells of its error. */
function idsOf(name: BenchOptionName) {
  return { id: `bench-${name}`, errorTestId: `bench-error-${name}` };
}

interface ChecksProps extends ControlProps<'suite' | 'peers'> {
  readonly legend: string;
  /** What the boxes are called, and what each stands for. */
  readonly hints: Readonly<Record<string, string>>;
  /** @returns the option's text with a value put in or taken out. */
  readonly toggle: (text: string, toggled: string) => string;
}

function Checks({ bench, name, legend, hints, toggle }: ChecksProps) {
  const errors = sayErrors(bench.checked.value.errors, useWords());
  const ids = idsOf(name);
  const text = bench.texts.value[name];
  const chosen = text.split(',');
  return (
    <fieldset class="normalizations" aria-describedby={`${ids.id}-error`}>
      <legend>{legend}</legend>
      {Object.entries(hints).map(([value, hint]) => (
        <label key={value} class="check" for={`${ids.id}-${value}`}>
          <input
            id={`${ids.id}-${value}`}
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => bench.edit(name, toggle(text, value))}
          />
          <span class="check-name">{value}</span>
          <span class="formula">{hint}</span>
        </label>
      ))}
      <ControlError {...ids} error={errors[name]} />
    </fieldset>
  );
}

interface TextProps extends ControlProps<'cases' | 'budget' | 'samples'> {
  readonly label: string;
  readonly hint: string;
}

function Text({ bench, name, label, hint }: TextProps) {
  const ids = idsOf(name);
  const error = sayErrors(bench.checked.value.errors, useWords())[name];
  return (
    <LabelledControl {...ids} label={label} hint={hint} error={error}>
      {(describedBy) => (
        <input
          id={ids.id}
          name={name}
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={bench.texts.value[name]}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          onInput={(event) => bench.edit(name, event.currentTarget.value)}
        />
      )}
    </LabelledControl>
  );
}
