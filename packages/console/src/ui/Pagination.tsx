import { Button } from "react-aria-components";
import { Icon, type IconName } from "./Icon.tsx";
import "./pagination.css";

interface PaginationProps {
  readonly label: string;
  /** Which part of how much is shown: "51–100 of 1,204". */
  readonly range: string;
  readonly labels: { readonly first: string; readonly previous: string; readonly next: string };
  /** A step that is left out can't be taken from here. */
  readonly onFirst?: (() => void) | undefined;
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
}

/** Steps through a list whose pages follow one another, without numbers: the list may grow meanwhile. */
export function Pagination({ label, range, labels, onFirst, onPrevious, onNext }: PaginationProps) {
  return (
    <nav className="pagination" aria-label={label}>
      <span className="pagination-range" role="status">
        {range}
      </span>
      <span className="pagination-steps">
        <Step icon="chevronsLeft" label={labels.first} onPress={onFirst} />
        <Step icon="chevronLeft" label={labels.previous} onPress={onPrevious} />
        <Step icon="chevronRight" label={labels.next} onPress={onNext} />
      </span>
    </nav>
  );
}

interface StepProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: (() => void) | undefined;
}

function Step({ icon, label, onPress }: StepProps) {
  return (
    <Button
      aria-label={label}
      className="pagination-step"
      isDisabled={onPress === undefined}
      onPress={() => onPress?.()}
    >
      <Icon name={icon} />
    </Button>
  );
}
