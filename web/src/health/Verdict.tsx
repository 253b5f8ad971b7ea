import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Health } from './types';

/** Whether all is well, and if not what to look at, the gravest first. */
export function Verdict({ warnings }: { warnings: Health['warnings'] }) {
  const { t } = useTranslation('health');
  return (
    <div role="status">
      <ul className="verdict">
        {warnings.length === 0 ? (
          <li className="well">
            <CircleCheck size={18} aria-hidden />
            <strong>{t('health:all_well')}</strong>
          </li>
        ) : (
          warnings.map(({ code, grave }) => (
            <li key={code} className={grave ? 'grave' : 'mild'}>
              {grave ? <CircleX size={18} aria-hidden /> : <TriangleAlert size={18} aria-hidden />}
              <span>
                <strong>{t(`health:warning.${code}`)}</strong> {t(`health:advice.${code}`)}
              </span>
            </li>
          ))
        )}
      </ul>
    </div>
  );
}
