import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import { Select } from '@/ui/Select';
import { AXES, type AxisKey, FREE, VIEW_KEYS, type ViewKey } from './portfolioKeys';
import type { PortfolioSearch } from './portfolioSearch';

type Props = {
  view: ViewKey | typeof FREE;
  /** The axes as they are drawn. */
  shown: { x: string; y: string; size: string | undefined } | undefined;
  onChange: (change: PortfolioSearch) => void;
};

/** Which view, and which axes. */
export function PortfolioAxes({ view, shown, onChange }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const axis = (part: 'x' | 'y' | 'size', other?: string) => (
    <div>
      <span aria-hidden>{t(`value:portfolio.axis.${part}`)}</span>
      <Select<AxisKey>
        aria-label={t(`value:portfolio.axis.${part}`)}
        value={shown?.[part] as AxisKey | undefined}
        onChange={(key) => onChange({ [part]: key, box: undefined })}
        popupMatchSelectWidth={false}
        options={AXES.filter((key) => key !== other).map((key) => ({ value: key, label: labels.field(key) }))}
      />
    </div>
  );
  return (
    <div className="portfolio-axes no-print">
      <div className="view">
        <span aria-hidden>{t('value:portfolio.axis.view')}</span>
        <Select<ViewKey | typeof FREE>
          aria-label={t('value:portfolio.axis.view')}
          value={view}
          onChange={(key) =>
            onChange({ by: key, x: undefined, y: undefined, size: undefined, box: undefined })
          }
          popupMatchSelectWidth={false}
          options={[
            ...VIEW_KEYS.map((key) => ({ value: key, label: t(`value:portfolio.view.${key}.title`) })),
            { value: FREE, label: t('value:portfolio.free') },
          ]}
        />
      </div>
      {axis('x', shown?.y)}
      {axis('y', shown?.x)}
      {axis('size')}
    </div>
  );
}
