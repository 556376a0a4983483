import type { TrainOptions } from '../../run/options';
import { useWords } from './languageContext';

interface CurveKeyProps {
  readonly plan: TrainOptions | undefined;
  readonly showsTraining: boolean;
  readonly onTrainingChange: (showsTraining: boolean) => void;
}

/** Which line is what, and whether the training curves are drawn. */
export function CurveKey({ plan, showsTraining, onTrainingChange }: CurveKeyProps) {
  const { key } = useWords().curves;
  return (
    <div class="line-key">
      <span>
        <svg viewBox="0 0 30 10" aria-hidden="true">
          <path d="M1 5h28" class="key-validation" />
          <circle cx="15" cy="5" r="3.4" />
        </svg>
        {key.validation}
      </span>
      {plan !== undefined && plan.seeds > 1 && (
        <span>
          <svg viewBox="0 0 30 10" aria-hidden="true">
            <path d="M0 0h30v10H0Z" class="key-band" />
            <path d="M0 5h30" class="key-validation" />
          </svg>
          {key.meanAndRange(plan.seeds)}
        </span>
      )}
      {plan !== undefined && plan.earlyStopping !== 'off' && (
        <span>
          <svg viewBox="0 0 12 10" class="key-narrow" aria-hidden="true">
            <path d="M6 0v10" class="key-stopped" />
          </svg>
          {key.stopped}
        </span>
      )}
      <label class="check" for="shows-training">
        <input
          id="shows-training"
          type="checkbox"
          checked={showsTraining}
          onChange={(event) => onTrainingChange(event.currentTarget.checked)}
        />
        <svg viewBox="0 0 30 10" aria-hidden="true">
          <path d="M1 5h28" class="key-training" />
        </svg>
        {key.training}
      </label>
    </div>
  );
}
