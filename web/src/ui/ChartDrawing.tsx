import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTheme } from '@/lib';
import type { ChartProps } from './Chart';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

// ECharts measures text on a canvas, where `inherit` and var() give wrong widths.
const FONT = '"PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",sans-serif';
const LIGHT = ['#0b7a5e', '#d08a1d', '#4a6fd4', '#a05bc0', '#2a97b5'];
const DARK = ['#3fb68f', '#e5a944', '#86a3f0', '#c48fe0', '#5fbdd8'];

export function ChartDrawing({ kind, labels, series, stacked, format = String, height }: ChartProps) {
  const { dark } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  // Callers write arrays and functions in place: only a change of the numbers may draw the chart anew.
  const data = JSON.stringify([labels, series]);
  const latest = useRef({ labels, series, format });
  latest.current = { labels, series, format };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the arrays.
  useEffect(() => {
    if (!box.current) return;
    const now = latest.current;
    const chart = init(box.current, null, { renderer: 'svg' });
    const ink = dark ? '#97a19c' : '#66706a';
    const line = dark ? '#2a302d' : '#e7e9e6';
    chart.setOption({
      color: dark ? DARK : LIGHT,
      animationDuration: 300,
      textStyle: { fontFamily: FONT, fontSize: 12, color: ink },
      grid: { left: 4, right: 8, top: now.series.length > 1 ? 34 : 14, bottom: 2, containLabel: true },
      legend:
        now.series.length > 1
          ? { top: 0, left: 0, icon: 'circle', itemWidth: 8, textStyle: { color: ink } }
          : undefined,
      tooltip: {
        trigger: 'axis',
        // Drawn, not written as markup: the page's policy forbids styles in markup.
        renderMode: 'richText',
        backgroundColor: dark ? '#252b28' : '#fff',
        borderColor: line,
        textStyle: { color: dark ? '#e8ecea' : '#1b211e', fontFamily: FONT, fontSize: 13 },
        valueFormatter: (value: unknown) => (typeof value === 'number' ? latest.current.format(value) : '–'),
      },
      xAxis: {
        type: 'category',
        data: now.labels,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: line } },
        axisLabel: { color: ink },
      },
      yAxis: {
        type: 'value',
        splitLine: { lineStyle: { color: line } },
        axisLabel: { color: ink, formatter: (value: number) => latest.current.format(value) },
      },
      series: now.series.map(({ name, values }) => ({
        name,
        type: kind,
        data: values,
        stack: stacked ? 'all' : undefined,
        barMaxWidth: 26,
        symbol: 'none',
        lineStyle: { width: 2 },
        itemStyle: kind === 'bar' ? { borderRadius: stacked ? 0 : [3, 3, 0, 0] } : undefined,
      })),
    });
    const sizes = new ResizeObserver(() => chart.resize());
    sizes.observe(box.current);
    return () => {
      sizes.disconnect();
      chart.dispose();
    };
  }, [dark, kind, data, stacked]);
  return <div ref={box} style={{ height }} />;
}
