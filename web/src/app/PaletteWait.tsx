import { useTranslation } from 'react-i18next';
import './palette.css';

type Props = { typed: string; onTyped: (typed: string) => void; onClose: () => void };

/** The box of the palette until the palette itself has arrived: nothing that is typed meanwhile is lost, or taken for a shortcut. */
export function PaletteWait({ typed, onTyped, onClose }: Props) {
  const { t } = useTranslation('app');
  return (
    <>
      <div className="palette-shade" />
      <div role="dialog" aria-label={t('app:search')} aria-busy="true" className="palette">
        <input
          cmdk-input=""
          // biome-ignore lint/a11y/noAutofocus: whoever asked for it is typing.
          autoFocus
          aria-label={t('app:search')}
          placeholder={t('app:palette.placeholder')}
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
          }}
        />
      </div>
    </>
  );
}
