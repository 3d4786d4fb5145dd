#pragma once
int picture();
