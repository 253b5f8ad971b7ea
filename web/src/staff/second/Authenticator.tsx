import { QRCode } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib';
import type { Authenticator as Told } from '../settings/types';
import './second.css';

/** What an authenticator app is told: a picture to scan, and the same in letters. The picture is drawn here and nowhere else. */
export function Authenticator({ told }: { told: Told }) {
  const { t } = useTranslation('staff');
  const phone = useIsPhone();
  return (
    <div className="authenticator">
      <p>{t('staff:second.scan')}</p>
      <div className="authenticator-picture">
        <QRCode
          value={told.url}
          aria-label={t('staff:second.picture')}
          size={176}
          type="svg"
          color="black"
          bgColor="white"
          bordered={false}
        />
      </div>
      {phone && (
        <a className="link" href={told.url}>
          {t('staff:second.open_app')}
        </a>
      )}
      <p className="muted">
        {t('staff:second.key')}
        <code translate="no">{told.key.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
    </div>
  );
}
