import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api';
import { kindIn, useProblemText } from '@/lib';
import { AlikeDialog } from './AlikeDialog';
import { useNoted } from './AlikeNotes';
import './duplicates.css';
import { LIST_OF } from './sorts';
import type { Sign } from './types';
import { useReasons } from './useReasons';

/**
 * Beneath a field: who has the same in it. Its room is there from the start, so that nothing moves when it speaks. Each
 * record is told once, beneath the strongest of what it has in common.
 */
export function AlikeAt({ signs }: { signs: Sign[] }) {
  const { t } = useTranslation('duplicates');
  const { sort, found, error } = useNoted();
  const { reasons } = useReasons();
  const problemText = useProblemText();
  const [open, setOpen] = useState(false);
  const byName = signs.includes('name');
  const records = (found?.records ?? []).filter(
    ({ reasons: [first] }) => first && signs.includes(first.sign),
  );
  const hidden = byName ? (found?.hidden ?? []) : [];
  const [record] = records;
  const [team] = hidden;
  const more = records.length + hidden.length - 1;
  const refused = byName && error instanceof Problem && error.status === 429;
  return (
    <div className="alike-at" role="status">
      {record ? (
        <span className="clip">
          {t(record.certainty === 'certain' ? 'duplicates:note.there' : 'duplicates:note.maybe')}
          <a
            href={kindIn(LIST_OF[sort])?.page?.(record.id)}
            target="_blank"
            rel="noreferrer"
            className="link"
          >
            {record.name}
          </a>
          {[...record.places, record.owner?.name].filter(Boolean).map((part) => ` · ${part}`)}
          {t('duplicates:note.why', { reasons: reasons(record.reasons) })}
        </span>
      ) : team !== undefined ? (
        <span className="clip">
          {team ? t(`duplicates:hidden.${sort}`, { team }) : t(`duplicates:hidden.${sort}_nobody`)}
        </span>
      ) : (
        refused && <span className="clip">{problemText(error)}</span>
      )}
      {found && more > 0 && (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {t('duplicates:note.more', { count: more })}
        </button>
      )}
      {found && open && <AlikeDialog sort={sort} found={found} onClose={() => setOpen(false)} />}
    </div>
  );
}
