import { Button } from 'antd';
import { SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone, useLabels } from '@/lib';
import { Select } from '@/ui/Select';
import { AXES, type AxisKey, FREE, VIEW_KEYS, type ViewKey } from './portfolioKeys';
import type { PortfolioSearch } from './portfolioSearch';

type Props = {
  view: ViewKey | typeof FREE;
  /** The axes as they are drawn. */
  shown: { x: string; y: string; size: string | undefined } | undefined;
  /** Whether single customers are drawn: cells have no size. */
  hasDots: boolean;
  onChange: (change: PortfolioSearch) => void;
};

/** Which view, and which axes; where there is little room, the axes come when they are asked for. */
export function PortfolioAxes({ view, shown, hasDots, onChange }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const phone = useIsPhone();
  const why = useId();
  const [asked, setAsked] = useState(false);
  const open = !phone || asked || view === FREE;
  const axis = (part: 'x' | 'y' | 'size', other?: string, whyNot?: string) => (
    <div>
      <span aria-hidden>{t(`value:portfolio.axis.${part}`)}</span>
      <Select<AxisKey>
        aria-label={t(`value:portfolio.axis.${part}`)}
        aria-describedby={whyNot && why}
        disabled={whyNot !== undefined}
        value={shown?.[part] as AxisKey | undefined}
        onChange={(key) => onChange({ [part]: key, box: undefined })}
        popupMatchSelectWidth={false}
        options={AXES.filter((key) => key !== other).map((key) => ({ value: key, label: labels.field(key) }))}
      />
      {whyNot && <small id={why}>{whyNot}</small>}
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
      {phone && view !== FREE && (
        <Button
          icon={<SlidersHorizontal size={16} />}
          aria-label={t('value:portfolio.axes')}
          aria-expanded={asked}
          onClick={() => setAsked(!asked)}
        />
      )}
      {open && (
        <>
          {axis('x', shown?.y)}
          {axis('y', shown?.x)}
          {axis('size', undefined, hasDots ? undefined : t('value:portfolio.no_size'))}
        </>
      )}
    </div>
  );
}
