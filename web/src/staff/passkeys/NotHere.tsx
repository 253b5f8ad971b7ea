import { useTranslation } from 'react-i18next';
import type { PasskeyPlace } from './usePasskeyPlace';
import './passkeys.css';

/** Why passkeys cannot be used on this page, and where they can. */
export function NotHere({ place }: { place: PasskeyPlace }) {
  const { t } = useTranslation('staff');
  if (place.state === 'here' || place.state === 'asking') return null;
  return (
    <p className="muted passkey-note">
      {t(`staff:passkeys.${place.state}`)}
      {place.state === 'elsewhere' && (
        <>
          {' '}
          <a className="link" href={place.origin}>
            {place.origin}
          </a>
        </>
      )}
    </p>
  );
}
