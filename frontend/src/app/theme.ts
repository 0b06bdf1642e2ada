// The only place where a colour, a font or a radius is written down. Ant Design reads `theme`, our own CSS reads the
// custom properties that `applyTokens` sets once at start. Reasons: docs of the design direction, section 2.
import type { ThemeConfig } from 'antd'

export const colour = {
  paper: '#F8F6F1',
  surface: '#FFFFFF',
  sunk: '#F1EEE6',
  ink: '#1C2127',
  'ink-2': '#4B5159',
  'ink-3': '#666B73',
  line: '#E3DED3',
  'line-2': '#D2CBBC',
  edge: '#8C877B',
  dai: '#2B4A6F',
  'dai-h': '#1F3855',
  'dai-1': '#EDF1F6',
  'dai-2': '#D5DFEA',
  'dai-3': '#7391B0',
  plum: '#7A2E55',
  'plum-1': '#F6ECF1',
} as const

interface LightColours {
  fill: string
  text: string
  tint: string
  /** fill and border of a cell on the measure wall */
  cell: string
  cellLine: string
}

const grey: LightColours = { fill: '#767B83', text: '#5C6169', tint: '#EDEBE6', cell: '#FFFFFF', cellLine: '#E3DED3' }
const blue: LightColours = { fill: '#1A6FB5', text: '#155C98', tint: '#E2EDF6', cell: '#E2EDF6', cellLine: '#BDD4E8' }

/** Keyed by the suffix of the custom properties --light-<key>-fill and so on; drawn by ui/Light.tsx alone. */
export const light = {
  overdue: { fill: '#B3261E', text: '#9C1C16', tint: '#F8E3E0', cell: '#F8E3E0', cellLine: '#DDA39D' },
  'at-risk': { fill: '#C27400', text: '#8A5000', tint: '#FBEFD9', cell: '#FDF7EA', cellLine: '#EBD9B8' },
  'on-track': { fill: '#2A7D4F', text: '#1F6840', tint: '#E6F0E9', cell: '#FFFFFF', cellLine: '#E3DED3' },
  completed: blue,
  'not-started': grey,
} as const satisfies Record<string, LightColours>

/** Shades of a heat map, from little to much: white text from the fifth. */
const heat = ['#E4EAF1', '#CCD8E4', '#A9BDD1', '#7F9BB8', '#56789B', '#3C5F86', '#2B4A6F'] as const

const sans = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
const serif = '"Source Han Serif SC","Noto Serif CJK SC","Songti SC","STSong","SimSun",serif'
const mono = 'ui-monospace,"SFMono-Regular","Consolas","DejaVu Sans Mono",monospace'
const float = '0 1px 2px rgba(28,33,39,.08), 0 8px 24px rgba(28,33,39,.12)'

/** Hands the tokens to plain CSS. Set through the object model, so no inline style has to be allowed. */
export function applyTokens(style: CSSStyleDeclaration): void {
  for (const [name, value] of Object.entries(colour)) style.setProperty(`--${name}`, value)
  for (const [name, shades] of Object.entries(light)) {
    style.setProperty(`--light-${name}-fill`, shades.fill)
    style.setProperty(`--light-${name}-text`, shades.text)
    style.setProperty(`--light-${name}-tint`, shades.tint)
    style.setProperty(`--light-${name}-cell`, shades.cell)
    style.setProperty(`--light-${name}-cell-line`, shades.cellLine)
  }
  for (const [step, shade] of heat.entries()) style.setProperty(`--heat-${step + 1}`, shade)
  style.setProperty('--sans', sans)
  style.setProperty('--serif', serif)
  style.setProperty('--mono', mono)
  style.setProperty('--float', float)
}

const controlEdge = {
  colorBorder: colour.edge,
  activeShadow: 'none',
  errorActiveShadow: 'none',
  warningActiveShadow: 'none',
}

export function antTheme(phone: boolean, reducedMotion: boolean): ThemeConfig {
  return {
    hashed: false,
    token: {
      motion: !reducedMotion,
      motionDurationFast: '0.1s',
      motionDurationMid: '0.15s',
      motionDurationSlow: '0.15s',
      fontFamily: sans,
      fontSize: 14,
      fontSizeSM: 12,
      fontSizeHeading4: 18,
      lineHeight: 1.6,
      sizeUnit: 4,
      sizeStep: 4,
      borderRadius: 4,
      borderRadiusSM: 3,
      borderRadiusLG: 4,
      lineWidth: 1,
      controlHeight: phone ? 44 : 32,
      controlHeightSM: phone ? 40 : 26,
      controlOutlineWidth: 0,
      boxShadow: float,
      boxShadowSecondary: float,
      boxShadowTertiary: 'none',
      colorPrimary: colour.dai,
      colorPrimaryHover: colour['dai-h'],
      colorPrimaryActive: colour['dai-h'],
      colorPrimaryBg: colour['dai-1'],
      colorPrimaryBgHover: colour['dai-2'],
      colorPrimaryBorder: colour['dai-3'],
      colorLink: colour.dai,
      colorLinkHover: colour['dai-h'],
      colorLinkActive: colour['dai-h'],
      colorInfo: colour.dai,
      colorInfoBg: colour['dai-1'],
      colorInfoBorder: colour['dai-2'],
      colorSuccess: colour.dai,
      colorSuccessBg: colour['dai-1'],
      colorSuccessBorder: colour['dai-2'],
      colorError: colour.plum,
      colorErrorText: colour.plum,
      colorErrorHover: colour.plum,
      colorErrorBorderHover: colour.plum,
      colorErrorBg: colour['plum-1'],
      colorErrorBorder: colour.plum,
      colorWarning: colour.plum,
      colorWarningBg: colour['plum-1'],
      colorWarningBorder: colour.plum,
      colorText: colour.ink,
      colorTextHeading: colour.ink,
      colorTextSecondary: colour['ink-2'],
      colorTextTertiary: colour['ink-3'],
      colorTextDescription: colour['ink-3'],
      colorTextPlaceholder: colour['ink-3'],
      colorTextDisabled: colour['ink-3'],
      colorBgLayout: colour.paper,
      colorBgContainer: colour.surface,
      colorBgElevated: colour.surface,
      colorBgMask: 'rgba(28,33,39,.35)',
      colorBgContainerDisabled: colour.sunk,
      colorFillQuaternary: colour.sunk,
      colorFillTertiary: colour.sunk,
      colorBorder: colour['line-2'],
      colorBorderSecondary: colour.line,
      colorSplit: colour.line,
      controlItemBgActive: colour['dai-1'],
      controlItemBgHover: colour.sunk,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        contentFontSizeSM: 13,
        paddingInline: 14,
      },
      Table: {
        headerBg: colour.surface,
        headerColor: colour['ink-3'],
        headerSplitColor: 'transparent',
        cellFontSizeSM: 13,
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 8,
        rowHoverBg: colour.paper,
        rowSelectedBg: colour['dai-1'],
        rowSelectedHoverBg: colour['dai-1'],
        borderColor: colour.line,
      },
      Input: controlEdge,
      InputNumber: controlEdge,
      DatePicker: controlEdge,
      Select: { colorBorder: colour.edge, activeOutlineColor: 'transparent', optionSelectedBg: colour['dai-1'] },
      Checkbox: { colorBorder: colour.edge },
      Radio: { colorBorder: colour.edge },
      Form: { labelColor: colour['ink-2'], itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
      Modal: { titleFontSize: 15 },
      Tabs: {
        titleFontSize: 14,
        inkBarColor: colour.dai,
        horizontalItemGutter: 24,
        horizontalItemPadding: '6px 0 8px',
        horizontalMargin: '0 0 8px',
      },
      Tooltip: { colorBgSpotlight: colour.surface, colorTextLightSolid: colour.ink },
      Segmented: { itemSelectedBg: colour['dai-1'], itemSelectedColor: colour.dai, trackBg: colour.surface },
    },
  }
}
