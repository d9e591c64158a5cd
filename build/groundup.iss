; Windows setup program: copies the one-folder program for one person, no administrator needed.
[Setup]
AppName=Groundup
AppVersion=0.1.0
AppId={{6C1D7C0E-7A53-4C8C-9B6E-6D5B0D6A2F41}
DefaultDirName={localappdata}\Programs\Groundup
PrivilegesRequired=lowest
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\LICENSE
OutputDir=..\.cache\dist
OutputBaseFilename=groundup-setup
Compression=lzma2
SolidCompression=yes
DisableProgramGroupPage=yes

[Files]
Source: "..\.cache\dist\folder\groundup\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{userprograms}\Groundup"; Filename: "{app}\groundup.exe"
Name: "{userdesktop}\Groundup"; Filename: "{app}\groundup.exe"
