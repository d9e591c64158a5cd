@echo off
rem Sets up on first use, then checks format, lint, types, import rules and tests. Words after it go to pytest.
setlocal
cd /d "%~dp0"
call :python || exit /b 1
%PY% build\environment.py app server dev || exit /b 1
set QT_QPA_PLATFORM=offscreen
set BAD=0
.venv\Scripts\ruff.exe format --check --quiet . || set BAD=1
.venv\Scripts\ruff.exe check --quiet . || set BAD=1
.venv\Scripts\mypy.exe || set BAD=1
.venv\Scripts\lint-imports.exe --no-cache || set BAD=1
.venv\Scripts\python.exe -m pytest %* || set BAD=1
exit /b %BAD%
:python
for %%v in (3.13 3.12 3.11) do (
  py -%%v -c "import venv" >nul 2>&1 && set "PY=py -%%v" && exit /b 0
)
python -c "import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))" >nul 2>&1 && set "PY=python" && exit /b 0
echo Groundup needs Python 3.11, 3.12 or 3.13. Install it, then start this again.
exit /b 1
