; What a person opens to install Balance Coach: for this user alone, without an administrator.
; Compiled by packaging/windows/build.py, which names:
;   VERSION "0.1.0" | NUMBERS "0.1.0.0" | SIZE_KB | TREE: the frozen program | ICON | PICTURE: at the side | LICENCE |
;   TARGET: the file to make
; Silent: setup.exe /S [/D=C:\folder]. Exit code 0 done, 1 cancelled, 2 not done, 3 the program is running.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"

!define NAME "Balance Coach"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\BalanceCoach"

Name "${NAME}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\Balance Coach"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
SetFont "Segoe UI" 11 ; the windows grow with it
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs ${NAME}"
VIAddVersionKey "CompanyName" "The Balance Coach authors"
VIAddVersionKey "LegalCopyright" "Copyright 2026 The Balance Coach authors. GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_WELCOMEPAGE_TITLE "Install ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "${NAME} guides walking backwards on a home treadmill.$\r$\n$\r$\nIt is installed for you alone. What you have recorded with an older version is kept."
!define MUI_LICENSEPAGE_TEXT_BOTTOM "This is free software. You may use it for anything, look at how it works, change it and pass it on."
!define MUI_LICENSEPAGE_BUTTON "Next"
!define MUI_FINISHPAGE_TITLE "${NAME} is installed"
!define MUI_FINISHPAGE_TEXT "You find it in the Start menu."
!define MUI_FINISHPAGE_RUN "$INSTDIR\balancecoach.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${NAME} now"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "This removes ${NAME} and its entry in the Start menu. What you have recorded stays."
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "${NAME} is removed"
!define MUI_FINISHPAGE_TEXT "What you have recorded is still in this folder:$\r$\n$LOCALAPPDATA\balancecoach$\r$\n$\r$\nDelete the folder if nobody needs it any more."
!insertmacro MUI_UNPAGE_FINISH
!insertmacro MUI_LANGUAGE "English"

; Windows lets nobody write to a program that runs.
!macro REFUSE_WHILE_RUNNING
  Push $0
  again:
  StrCpy $0 ""
  !insertmacro LOOK_AT "balancecoach.exe"
  !insertmacro LOOK_AT "balancecoach-cli.exe"
  ${If} $0 == "runs"
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
      "${NAME} is open. Close its window, then press Retry." /SD IDCANCEL IDRETRY again
    SetErrorLevel 3
    Quit
  ${EndIf}
  Pop $0
!macroend

!macro LOOK_AT FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      StrCpy $0 "runs"
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
!macroend

; Only ours, by name: somebody may have put a record or other things beside it.
!macro REMOVE_PROGRAM
  Delete "$INSTDIR\balancecoach.exe"
  Delete "$INSTDIR\balancecoach-cli.exe"
  Delete "$INSTDIR\licence.txt"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${NAME} needs Windows 10 or newer." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro REFUSE_WHILE_RUNNING
FunctionEnd

Section
  SetShellVarContext current
  ${If} ${FileExists} "$INSTDIR\balancecoach.exe"
    !insertmacro REMOVE_PROGRAM ; an older version's files that this one no longer has
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$PROFILE" ; where the program starts, as the entry below notes it
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\balancecoach.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\balancecoach.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Balance Coach authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Function un.onInit
  !insertmacro REFUSE_WHILE_RUNNING
FunctionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP" ; nobody can remove the folder one stands in
  RMDir "$INSTDIR" ; only when nothing else is in it
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
