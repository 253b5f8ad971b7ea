import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import './files.css';

/** How complete a file is: a ring with a mark where it is complete enough, and the number in it. */
export function Ring({ bp, least, small = false }: { bp: number; least?: number; small?: boolean }) {
  const { t } = useTranslation('customerfiles');
  const format = useFormat();
  const share = format.ratio(bp);
  const enough = least === undefined || bp >= least;
  return (
    <span
      className={`file-ring${small ? ' small' : ''}${enough ? ' enough' : ''}`}
      role="img"
      aria-label={t('customerfiles:complete', { share })}
    >
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="17" pathLength="100" />
        <circle
          cx="20"
          cy="20"
          r="17"
          pathLength="100"
          className="filled"
          strokeDasharray={`${bp / 100} 100`}
        />
        {least !== undefined && (
          <circle
            cx="20"
            cy="20"
            r="17"
            pathLength="100"
            className="mark"
            strokeDasharray="1 100"
            strokeDashoffset={-least / 100}
          />
        )}
      </svg>
      <b>{share}</b>
    </span>
  );
}
