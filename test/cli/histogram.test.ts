import { describe, expect, it } from 'vitest';
import { svgHistogram, textHistogram } from '../../src/cli/histogram.ts';

const bars = Array.from({ length: 100 }, (_, i) => ({ label: `day ${i}`, total: 10, filled: i === 0 ? 10 : 1 }));

describe('histograms', () => {
  it('shows few matches too, and puts days together when there are many', () => {
    expect(textHistogram([{ label: 'a', total: 1000, filled: 1 }])).toEqual([`a  #${'.'.repeat(39)} 1 of 1000`]);
    const lines = textHistogram(bars);
    expect(lines).toHaveLength(25);
    expect(lines[0]).toContain('day 0 to day 3');
    expect(lines[0]).toContain('13 of 40');
  });

  it('is a picture with a text, and escapes what it shows', () => {
    const svg = svgHistogram('<script>"x" & y</script>', bars);
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;&quot;x&quot; &amp; y');
    expect(svg.match(/<rect /g)).toHaveLength(1 + 2 * 25);
    expect(svg).toContain('<desc>');
  });
});
