import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { ChartTable, Money, Savable } from '@/ui';
import type { Portfolio } from './portfolio';
import { useAxisText } from './useAxisText';

type Props = { portfolio: Portfolio; title: string; height: number };

/** The chart as a table: each cell that has customers, the fullest first. */
export function PortfolioCells({ portfolio: { x, y, cells }, title, height }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const text = useAxisText();
  const inOrder = [...cells].sort((one, other) => other.accounts - one.accounts);
  return (
    <Savable title={title}>
      <ChartTable title={title} height={height}>
        <thead>
          <tr>
            <th scope="col">{t('value:portfolio.cell')}</th>
            <th scope="col">{t('value:accounts')}</th>
            <th scope="col">{t('value:year.contribution')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map((cell) => (
            <tr key={`${cell.x} ${cell.y}`}>
              <th scope="row">
                {text.bin(x, cell.x)}
                <br />
                {text.bin(y, cell.y)}
              </th>
              <td>{format.number(cell.accounts)}</td>
              <td>
                <Money value={cell.contribution} />
              </td>
            </tr>
          ))}
        </tbody>
      </ChartTable>
    </Savable>
  );
}
